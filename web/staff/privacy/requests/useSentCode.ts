// The code that went out for a request: kept with the tab, so that a reload while the person reads it out loses nothing.
import { useState } from 'react';
import type { IdentityCodeSent } from '../../../shared/api/types';

export function useSentCode(request: string) {
  const key = `roadbook.identity-code.${request}`;
  const [sent, setSent] = useState(() => stillGood(sessionStorage.getItem(key)));
  const keep = (now: IdentityCodeSent | null) => {
    if (now) sessionStorage.setItem(key, JSON.stringify(now));
    else sessionStorage.removeItem(key);
    setSent(now);
  };
  return [sent, keep] as const;
}

function stillGood(kept: string | null): IdentityCodeSent | null {
  const sent = kept ? (JSON.parse(kept) as IdentityCodeSent) : null;
  return sent && Date.parse(sent.expires_at) > Date.now() ? sent : null;
}
