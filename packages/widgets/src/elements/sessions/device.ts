/** A browser and the system it runs on, as people call them; null where the text tells neither. */
export interface Device {
  readonly browser: string;
  readonly system: string;
}

// the first that fits: what comes later names itself after what comes before
const BROWSERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\bEdg(A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/\b(node|undici)\b/i, 'Node'],
];
const SYSTEMS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const first = (list: typeof BROWSERS, text: string): string => list.find(([pattern]) => pattern.test(text))?.[1] ?? '';

/** What device a User-Agent text tells of. It is what a browser says of itself: good for a person to recognise, never to decide by. */
export const deviceOf = (agent: string): Device | null => {
  const device = { browser: first(BROWSERS, agent), system: first(SYSTEMS, agent) };
  return device.browser === '' && device.system === '' ? null : device;
};
