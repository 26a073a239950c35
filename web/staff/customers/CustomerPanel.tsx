// A customer beside the list, without leaving it.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronDown, ChevronUp, Maximize2, Star, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useKeys } from '../../shared/keys';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { CustomerPreview } from './CustomerPreview';

interface CustomerPanelProps {
  id: string;
  onClose: () => void;
  /** Nothing at the first row, or when the customer is not in the list. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}

export function CustomerPanel({ id, onClose, onPrevious, onNext }: CustomerPanelProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const profile = useQuery({ ...read<ProfileView>(`/customers/${id}/profile`), placeholderData: (old) => old });
  const openPage = () => void navigate({ to: '/customers/$id', params: { id } });
  useKeys({ 'shift+enter': openPage, s: () => star.mutate() });
  const isStarred = profile.data?.customer.is_starred ?? false;
  const star = useWrite({
    deed: () => (isStarred ? api.remove(`/customers/${id}/star`) : api.put(`/customers/${id}/star`)),
    touches: () => [['customers']],
  });
  return (
    <aside className="side-panel" aria-label={t('customers.preview')}>
      <header>
        <Deed
          type="text"
          size="small"
          hint={`${t('common.previous')} (K)`}
          reason={onPrevious ? null : t('customers.noPrevious')}
          icon={<ChevronUp size={15} />}
          onClick={onPrevious ?? undefined}
        />
        <Deed
          type="text"
          size="small"
          hint={`${t('common.next')} (J)`}
          reason={onNext ? null : t('customers.noNext')}
          icon={<ChevronDown size={15} />}
          onClick={onNext ?? undefined}
        />
        <div className="spring" />
        <Deed
          type="text"
          size="small"
          hint={`${t(isStarred ? 'customers.unstar' : 'customers.star')} (S)`}
          aria-pressed={isStarred}
          icon={<Star size={15} className={isStarred ? 'star' : ''} />}
          onClick={() => star.mutate()}
        />
        <Deed
          type="text"
          size="small"
          hint={`${t('customers.fullPage')} (Shift ↵)`}
          icon={<Maximize2 size={14} />}
          onClick={openPage}
        />
        <Deed type="text" size="small" hint={`${t('common.close')} (Esc)`} icon={<X size={15} />} onClick={onClose} />
      </header>
      <div className="inside">
        {profile.data ? (
          <CustomerPreview profile={profile.data} />
        ) : profile.error ? (
          <ErrorState failure={profile.error} onRetry={() => void profile.refetch()} />
        ) : (
          <Skeleton lines={9} />
        )}
      </div>
    </aside>
  );
}
