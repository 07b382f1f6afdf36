// Picture in picture and full screen, each where the browser has it. iPhones know full screen only for the video.
interface AppleVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void
}

export function canPip(): boolean {
  return document.pictureInPictureEnabled === true
}

export async function togglePip(video: HTMLVideoElement): Promise<void> {
  try {
    if (document.pictureInPictureElement) await document.exitPictureInPicture()
    else await video.requestPictureInPicture()
  } catch {
    // The browser said no (no picture yet, or a policy); the picture stays where it is.
  }
}

export function canFullscreen(video: AppleVideo): boolean {
  return document.fullscreenEnabled === true || typeof video.webkitEnterFullscreen === 'function'
}

/** The whole stage goes full screen, so that chat and product stay in sight. */
export async function toggleFullscreen(video: AppleVideo): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen()
    else if (document.fullscreenEnabled) await (video.closest('.stage') ?? video).requestFullscreen()
    else video.webkitEnterFullscreen?.()
  } catch {
    // As above.
  }
}
