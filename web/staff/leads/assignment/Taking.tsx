// One's own switch: whether leads come to oneself by rules today.
import { useQuery } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LeadTaker } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useIsPhone } from '../../../shared/media';
import { read, useWrite } from '../../../shared/queries';

export function Taking() {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { data } = useQuery({ ...read<LeadTaker>('/lead-takers/me'), retry: false });
  const turn = useWrite<boolean, LeadTaker>({
    deed: (takes_leads) => api.put('/lead-takers/me', { takes_leads }),
    touches: () => [['lead-takers'], ['assignment-rules']],
    done: (taker) => t(taker.is_paused ? 'assignment.takingOff' : 'assignment.takingOn'),
  });
  // Somebody of another store, or whose role no longer allows it, takes none.
  if (!data) return null;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className="taking">
      <Switch
        size="small"
        checked={!data.is_paused}
        loading={turn.isPending}
        aria-label={t('assignment.taking')}
        onChange={(takes) => turn.mutate(takes)}
      />
      {!isPhone && <span>{t('assignment.taking')}</span>}
    </label>
  );
}
