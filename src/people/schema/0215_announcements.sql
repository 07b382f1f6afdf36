-- Whether a member gets mail before shows of those they follow. Who follows since before that was told beside the
-- button gets it only where they wanted news.
ALTER TABLE member ADD COLUMN announcements INTEGER NOT NULL DEFAULT 1 CHECK (announcements IN (0, 1));
UPDATE member SET announcements = news;
