// What is missing or doubtful in the record, each with the way to mend it.
import { CircleAlert, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../shared/api/types';
import { relativeDay } from '../../../shared/format';
import { Meter } from '../../../shared/ui/charts';
import { attributeName } from '../../../shared/ui/timeline/attribute';
import '../../quality/quality.css';
import { VerifyingCall } from './VerifyingCall';

interface QualityCardProps {
  profile: ProfileView;
  onVehicles: () => void;
}

export function QualityCard({ profile, onVehicles }: QualityCardProps) {
  const { t } = useTranslation();
  const { customer, facts } = profile;
  const mayEdit = customer.can.includes('edit');
  const editor = (field: string) => t('edit.field', { field: attributeName(field, t) });
  const open = (gap: string) => {
    const label = LABELS[gap];
    if (OF_CARS.has(gap)) onVehicles();
    else if (gap === 'city' || gap === 'address_without_city') press(t('profile.addAddress'));
    else if (label) press(editor(label));
    else press(t('profile.addContact'));
  };
  return (
    <section className="quality-card" aria-label={t('quality.card.title')}>
      <header>
        <h3>{t('quality.card.title')}</h3>
        <span className="quality-score">
          <Meter value={facts.quality} label={t('quality.score')} width={64} />
          <b className="num">{facts.quality}</b>
        </span>
        <span className="muted num">
          {t('quality.completeness')} {facts.completeness}% · {t('quality.validity')} {facts.validity}%
        </span>
        <span className="muted">
          {facts.confirmed_at
            ? t('quality.card.confirmed', { when: relativeDay(facts.confirmed_at) })
            : t('quality.card.unconfirmed')}
        </span>
        <VerifyingCall profile={profile} />
      </header>
      {facts.missing.length + facts.doubts.length === 0 && <p className="muted">{t('quality.card.fine')}</p>}
      {facts.doubts.length > 0 && (
        <>
          <h4>{t('quality.card.doubts')}</h4>
          <ul className="gap-list">
            {facts.doubts.map((doubt) => (
              <li key={doubt}>
                <Gap isOpen={mayEdit} className="doubt" title={t(`quality.mend.${doubt}`)} onOpen={() => open(doubt)}>
                  <CircleAlert size={13} aria-hidden /> {t(`quality.doubt.${doubt}`)} · {t(`quality.mend.${doubt}`)}
                </Gap>
              </li>
            ))}
          </ul>
        </>
      )}
      {facts.missing.length > 0 && (
        <>
          <h4>{t('quality.card.missing')}</h4>
          <ul className="gap-list">
            {facts.missing.map((field) => (
              <li key={field}>
                <Gap isOpen={mayEdit} onOpen={() => open(field)}>
                  <Plus size={13} aria-hidden /> {t(`quality.missing.${field}`)}
                </Gap>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** What is mended on the page of a car. */
const OF_CARS = new Set(['vehicle', 'vin_check', 'plate_form', 'plate_shared']);

/** The attribute whose editor mends a gap; the others are contacts. */
const LABELS: Record<string, string> = {
  gender: 'gender',
  birthday: 'birthday',
  occupation: 'occupation',
  source: 'source',
  caretaker: 'consultant',
  purpose: 'purpose',
  name_placeholder: 'name',
  name_incomplete: 'name',
  name_odd: 'name',
  id_number: 'id_number',
};

interface GapProps {
  isOpen: boolean;
  className?: string;
  title?: string;
  onOpen: () => void;
  children: React.ReactNode;
}

function Gap({ isOpen, className = '', title, onOpen, children }: GapProps) {
  if (!isOpen) return <span className={className}>{children}</span>;
  return (
    <button type="button" className={className} title={title} onClick={onOpen}>
      {children}
    </button>
  );
}

/** Presses the button of this name: the editor of the field, wherever on the page it stands. */
function press(label: string): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button[aria-label]')];
  const button = buttons.find((one) => one.getAttribute('aria-label') === label);
  button?.scrollIntoView({ block: 'center' });
  button?.click();
}
