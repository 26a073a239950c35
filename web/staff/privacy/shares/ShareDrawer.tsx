// One handing-over: on what basis, how, and whom it was about.
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Ref, ShareView } from '../../../shared/api/types';
import { useEndless } from '../../../shared/endless';
import { dateTime } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { Person } from '../../../shared/ui/faces';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { ErrorState } from '../../../shared/ui/states';

export function ShareDrawer({ share, onClose }: { share: ShareView; onClose: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const list = useEndless<Ref>(`/shares/${share.id}/customers`);
  const told = [
    t(`privacy.basis.${share.basis}`),
    t(`privacy.shareWay.${share.way}`),
    dateTime(share.shared_at),
    share.by.name,
    share.note,
  ];
  return (
    <Drawer open onClose={onClose} size={isPhone ? '100%' : 440} title={`${share.party_name} · ${share.title}`}>
      <p className="second">{told.filter(Boolean).join(' · ')}</p>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : (
        <PlainTable<Ref>
          label={t('privacy.shares.customers')}
          rows={list.isLoading ? undefined : list.items}
          endless={list}
          columns={[
            {
              id: 'name',
              title: t('privacy.shares.customers'),
              cell: (customer) => (
                <Link to="/customers/$id" params={{ id: customer.id }}>
                  <Person person={customer} />
                </Link>
              ),
            },
          ]}
        />
      )}
    </Drawer>
  );
}
