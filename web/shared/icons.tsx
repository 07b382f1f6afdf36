// The icons: 24 grid, one stroke of 1.75, round ends. Each is decoration; the control around it carries the words.
import type { JSX } from 'preact'

const paths = {
  alert: () => <path d="M12 4 2.8 20h18.4ZM12 10v4.5M12 17.2v.1" />,
  back10: () => <path d="M5 12a7.2 7.2 0 1 0 2.3-5.2L5 9M5 4.5V9h4.5" />,
  bag: () => <path d="M5.5 8.5h13l1 11.5h-15ZM9 11V7a3 3 0 0 1 6 0v4" />,
  book: () => <path d="M12 6.5C10 5 7.5 4.5 4 4.5v13c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2v-13c-3.5 0-6 .5-8 2ZM12 6.5v13" />,
  bookmark: () => <path d="M6.5 4h11v16L12 15.8 6.5 20Z" />,
  box: () => <path d="M4 8 12 4l8 4v8l-8 4-8-4ZM4 8l8 4 8-4M12 12v8" />,
  calendar: () => (
    <>
      <rect x="4" y="5.5" width="16" height="14.5" rx="2" />
      <path d="M4 10h16M8.5 3.5v4M15.5 3.5v4" />
    </>
  ),
  camera: () => (
    <>
      <rect x="3" y="6.5" width="12.5" height="11" rx="2.5" />
      <path d="m15.5 11 5.5-3v8l-5.5-3" />
    </>
  ),
  bell: () => <path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15ZM10 20.5h4" />,
  chat: () => <path d="M4 5.5h16v11h-9L6.5 20v-3.5H4Z" />,
  cart: () => <path d="M3 4.5h2.5l2.2 10.5h9.8l2-7.5H6.2M9 19.5h.1M16.5 19.5h.1" />,
  check: () => <path d="m5 12.5 4.6 4.6L19 7.5" />,
  chevronDown: () => <path d="m6 9.5 6 6 6-6" />,
  chevronLeft: () => <path d="m14.5 6-6 6 6 6" />,
  chevronRight: () => <path d="m9.5 6 6 6-6 6" />,
  clock: () => (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 7v5l3.2 2" />
    </>
  ),
  close: () => <path d="m6 6 12 12M18 6 6 18" />,
  copy: () => (
    <>
      <rect x="8.5" y="8.5" width="11" height="11" rx="2" />
      <path d="M15.5 8.5v-4h-11v11h4" />
    </>
  ),
  device: () => <path d="M5.5 5.5h13v9.5h-13ZM2.8 18.5h18.4" />,
  download: () => <path d="M12 4v11M8 11.5l4 4 4-4M5 20h14" />,
  edit: () => <path d="m5 19 .8-4L15.5 5.3l3.2 3.2L9 18.2ZM13.5 7.3l3.2 3.2" />,
  eye: () => (
    <>
      <path d="M2.8 12S6 5.8 12 5.8 21.2 12 21.2 12 18 18.2 12 18.2 2.8 12 2.8 12Z" />
      <circle cx="12" cy="12" r="2.8" />
    </>
  ),
  eyeOff: () => <path d="M4 4l16 16M9.5 6.2A9 9 0 0 1 12 5.8c6 0 9.2 6.2 9.2 6.2a15 15 0 0 1-2.7 3.5M6.3 7.6A15 15 0 0 0 2.8 12S6 18.2 12 18.2a9 9 0 0 0 4-1" />,
  flag: () => <path d="M6 21V4.5h11l-2 4 2 4H6" />,
  flip: () => <path d="M4 8h3l1.5-2.5h7L17 8h3v11H4ZM9 14.5a3 3 0 0 0 5.6 1M15 12.3a3 3 0 0 0-5.6-1M9.2 9.5v2h2M14.8 17v-2h-2" />,
  forward10: () => <path d="M19 12a7.2 7.2 0 1 1-2.3-5.2L19 9M19 4.5V9h-4.5" />,
  fullscreen: () => <path d="M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15" />,
  gear: () => (
    <>
      <circle cx="12" cy="12" r="3" />
      <path d="M12 3.5v2.3M12 18.2v2.3M3.5 12h2.3M18.2 12h2.3M6 6l1.6 1.6M16.4 16.4 18 18M18 6l-1.6 1.6M7.6 16.4 6 18" />
    </>
  ),
  globe: () => (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17" />
    </>
  ),
  heart: () => <path d="M12 20S4 15 4 9.2A4.3 4.3 0 0 1 12 7a4.3 4.3 0 0 1 8 2.2C20 15 12 20 12 20Z" />,
  home: () => <path d="m4 11 8-7 8 7v9h-5.5v-5.5h-5V20H4Z" />,
  image: () => (
    <>
      <rect x="4" y="5" width="16" height="14" rx="2" />
      <circle cx="9" cy="10" r="1.5" />
      <path d="m4.5 17.5 5-4.5 3.5 3 3-2.5 4 3.5" />
    </>
  ),
  info: () => (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 11v5.5M12 7.7v.1" />
    </>
  ),
  key: () => (
    <>
      <circle cx="8" cy="15" r="3.5" />
      <path d="m10.5 12.5 8-8M15.5 7.5l2.5 2.5" />
    </>
  ),
  captions: () => (
    <>
      <rect x="3" y="5.5" width="18" height="13" rx="2.5" />
      <path d="M10.5 10.6a2.2 2.2 0 1 0 0 2.8M17 10.6a2.2 2.2 0 1 0 0 2.8" />
    </>
  ),
  list: () => <path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1" />,
  logout: () => <path d="M10 4.5H5v15h5M15 8l4 4-4 4M19 12H9.5" />,
  mic: () => (
    <>
      <rect x="9" y="3.5" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
    </>
  ),
  micOff: () => (
    <>
      <path d="M9 10V6.5a3 3 0 0 1 6 0V11.5M9.6 13.5a3 3 0 0 0 4 .6M5.5 11.5a6.5 6.5 0 0 0 10.3 5.3M18.5 11.5a6.4 6.4 0 0 1-.4 2.3M12 18v3" />
      <path d="m4 4 16 16" />
    </>
  ),
  minus: () => <path d="M5 12h14" />,
  more: () => <path d="M5.5 12h.1M12 12h.1M18.5 12h.1" stroke-width="3" />,
  mute: () => <path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4ZM16 9.5l5 5M21 9.5l-5 5" />,
  pause: () => <path d="M8.5 5.5v13M15.5 5.5v13" />,
  people: () => (
    <>
      <circle cx="9" cy="8.5" r="3.5" />
      <path d="M2.5 19.5c.6-3.7 3-5.5 6.5-5.5s5.9 1.8 6.5 5.5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.5c2.3.7 3.6 2.4 4 5" />
    </>
  ),
  person: () => (
    <>
      <circle cx="12" cy="8.5" r="4" />
      <path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6" />
    </>
  ),
  pin: () => <path d="M9 4h6l-.7 6 3.2 3.5h-11L9.7 10ZM12 13.5V20" />,
  pip: () => (
    <>
      <rect x="3.5" y="5" width="17" height="14" rx="2" />
      <rect x="12" y="11.5" width="6" height="5" rx="1" />
    </>
  ),
  play: () => <path d="M7.5 5v14l11-7Z" />,
  plus: () => <path d="M12 5v14M5 12h14" />,
  printer: () => <path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7Z" />,
  record: () => (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <circle cx="12" cy="12" r="3.5" />
    </>
  ),
  poll: () => <path d="M5 20V11M12 20V5M19 20v-6M3.5 20h17" />,
  question: () => (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M9.6 9.6a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.7v.3M12 16.7v.1" />
    </>
  ),
  refresh: () => <path d="M19 12a7 7 0 1 1-2-5l2 2M19 4.5V9h-4.5" />,
  search: () => (
    <>
      <circle cx="10.8" cy="10.8" r="6.3" />
      <path d="m15.5 15.5 4.7 4.7" />
    </>
  ),
  send: () => <path d="M4.5 12 20 4.5 15 20l-3.5-6.5ZM11.5 13.5 20 4.5" />,
  share: () => <path d="M12 15V4M8 7.5 12 3.5l4 4M6 12H5v8h14v-8h-1" />,
  signal: () => <path d="M4.5 18v-3M9.5 18v-6M14.5 18V9M19.5 18V6" />,
  stop: () => <rect x="6" y="6" width="12" height="12" rx="2" />,
  ticket: () => <path d="M3.5 7h17v3a2 2 0 0 0 0 4v3h-17v-3a2 2 0 0 0 0-4ZM14 7.5v2M14 11v2M14 14.5v2" />,
  trash: () => <path d="M5 7h14M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 10.5v6M14 10.5v6" />,
  truck: () => <path d="M3 6.5h11v10H3ZM14 10h4l3 3.5v3h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM17 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
  undo: () => <path d="M8.5 5 4.5 9l4 4M5 9h9a5 5 0 0 1 0 10H9" />,
  volume: () => <path d="M4 9.5v5h3.5l4.5 4v-13l-4.5 4ZM15.5 9a4 4 0 0 1 0 6M18 6.5a7.5 7.5 0 0 1 0 11" />,
} satisfies Record<string, () => JSX.Element>

export type IconName = keyof typeof paths

/** `size`: 's' is 18 px, 'xs' 14 px, otherwise 24 px. A heart that was given is `filled`. */
export function Icon({ name, size, filled = false }: { name: IconName; size?: 's' | 'xs'; filled?: boolean }) {
  return (
    <svg class={`i ${size ?? ''}${filled ? ' fill' : ''}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {paths[name]()}
    </svg>
  )
}
