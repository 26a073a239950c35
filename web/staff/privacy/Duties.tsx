// What the number of people known to the group demands by law; nothing while they are few.
import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DutiesView } from '../../shared/api/types';
import { number } from '../../shared/format';
import { read } from '../../shared/queries';
import { usePower } from '../session/session';

export function Duties() {
  const { t } = useTranslation();
  const { may } = usePower();
  const { data: duties } = useQuery({ ...read<DutiesView>('/privacy-duties'), enabled: may('see_privacy') });
  if (!duties || duties.persons <= duties.important_data_from) return null;
  const isGreat = duties.persons >= duties.great_handler_from;
  return (
    <div className="duty" role="note">
      <Scale size={15} />
      <p>
        <b>{t('privacy.duty.title', { persons: number(duties.persons) })}</b>{' '}
        {t(isGreat ? 'privacy.duty.great' : 'privacy.duty.important', { from: number(duties.important_data_from) })}
      </p>
    </div>
  );
}
