-- What was given up is counted and shown without looking at all that wait.
CREATE INDEX mail_failed ON mail (id) WHERE state = 'failed';
