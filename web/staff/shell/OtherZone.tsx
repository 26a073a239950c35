// The line above every page for who works by a clock other than their store's: times and groups are the device's, figures and due days the store's.
import { Clock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showsAnotherTime } from './zone';

/** Hidden until the next sign-in once somebody knows. */
const KNOWN = 'roadbook.other-zone';

export function OtherZone({ zone }: { zone: string }) {
  const { t } = useTranslation();
  const [isKnown, setIsKnown] = useState(() => sessionStorage.getItem(KNOWN) === zone);
  if (isKnown || !showsAnotherTime(zone)) return null;
  const hide = () => {
    sessionStorage.setItem(KNOWN, zone);
    setIsKnown(true);
  };
  return (
    <aside className="line-above" aria-label={t('zone.other')}>
      <Clock size={15} />
      <span>{t('zone.otherText', { zone, device: Intl.DateTimeFormat().resolvedOptions().timeZone })}</span>
      <button type="button" className="link" onClick={hide}>
        {t('zone.known')}
      </button>
    </aside>
  );
}
