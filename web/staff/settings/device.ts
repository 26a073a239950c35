// A browser's own name for itself in words people know, and when it was last here.
import { daysUntil, relativeDay, time } from '../../shared/format';

const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'],
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** `Chrome · Windows`; the text as it came when nothing of it is known. */
export function deviceWords(userAgent: string): string {
  const named = [BROWSERS, SYSTEMS].flatMap((list) => list.find(([sign]) => sign.test(userAgent))?.[1] ?? []);
  return named.length > 0 ? named.join(' · ') : userAgent;
}

export function isHandheld(userAgent: string): boolean {
  return /iPhone|iPad|Android|Mobile/.test(userAgent);
}

/** `今天 14:05`; on other days the day alone. */
export function dayOrTime(at: string, now = new Date()): string {
  return daysUntil(at, now) === 0 ? `${relativeDay(at, now)} ${time(at)}` : relativeDay(at, now);
}
