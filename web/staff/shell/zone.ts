// Pages write times by the clock of the device; days of a store are counted in its own zone.

/** Whether the clock of `zone` shows another time than the device's, which is in `device` (an IANA name; its own setting when not given). */
export function showsAnotherTime(zone: string, now = new Date(), device?: string): boolean {
  return clock(now, zone) !== clock(now, device);
}

function clock(now: Date, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(now);
}
