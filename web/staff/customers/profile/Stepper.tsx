// Going to the record before or after, in the list one came from.
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Neighbours } from '../../../shared/neighbours';
import { Deed } from '../../../shared/ui/Deed';

interface StepperProps {
  neighbours: Neighbours;
  onStep: (id: string | null) => void;
  /** What the two buttons are called. */
  previous: string;
  next: string;
}

export function Stepper({ neighbours, onStep, previous, next }: StepperProps) {
  const { t } = useTranslation();
  return (
    <span className="profile-stepper">
      <span className="muted num">{t('profile.place', { place: neighbours.place, length: neighbours.length })}</span>
      <Deed
        type="text"
        hint={`${previous} (K)`}
        aria-label={previous}
        reason={neighbours.previous ? null : t('profile.isFirst')}
        icon={<ChevronUp size={16} />}
        onClick={() => onStep(neighbours.previous)}
      />
      <Deed
        type="text"
        hint={`${next} (J)`}
        aria-label={next}
        reason={neighbours.next ? null : t('profile.isLast')}
        icon={<ChevronDown size={16} />}
        onClick={() => onStep(neighbours.next)}
      />
    </span>
  );
}
