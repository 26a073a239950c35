// To whom personal data was given: what people recorded, and every exported file.
import { Plus, Share2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareView } from '../../../shared/api/types';
import { useEndless } from '../../../shared/endless';
import { dateTime, number } from '../../../shared/format';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { PersonalKindTags } from '../PersonalKinds';
import { NewShare } from './NewShare';
import { ShareDrawer } from './ShareDrawer';

export function Shares() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const list = useEndless<ShareView>('/shares');
  const [open, setOpen] = useState<ShareView | 'new' | null>(null);
  return (
    <>
      <PageHead title={t('privacy.section.shares')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={reason('keep_privacy')} onClick={() => setOpen('new')}>
          {t('privacy.shares.new')}
        </Deed>
      </PageHead>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty icon={Share2} title={t('privacy.shares.none')} hint={t('privacy.shares.why')} />
      ) : (
        <div className="table-frame">
          <ShareTable list={list} onOpen={setOpen} />
        </div>
      )}
      {open === 'new' && <NewShare onClose={() => setOpen(null)} />}
      {open && open !== 'new' && <ShareDrawer share={open} onClose={() => setOpen(null)} />}
    </>
  );
}

interface ShareTableProps {
  list: ReturnType<typeof useEndless<ShareView>>;
  onOpen: (share: ShareView) => void;
}

function ShareTable({ list, onOpen }: ShareTableProps) {
  const { t } = useTranslation();
  return (
    <PlainTable<ShareView>
      label={t('privacy.section.shares')}
      rows={list.isLoading ? undefined : list.items}
      endless={list}
      onOpen={onOpen}
      columns={[
        {
          id: 'party',
          title: t('privacy.shares.party'),
          cell: (share) => (
            <button type="button" className="cell-button two-lines" onClick={() => onOpen(share)}>
              <b>{share.party_name}</b>
              <span>{share.title || t('privacy.shares.noPurpose')}</span>
            </button>
          ),
        },
        {
          id: 'kind',
          isExtra: true,
          width: 130,
          title: t('privacy.shares.partyKind'),
          cell: (share) => (
            <Tag tone={share.party === 'staff' ? 'slate' : 'violet'}>{t(`privacy.party.${share.party}`)}</Tag>
          ),
        },
        {
          id: 'kinds',
          isExtra: true,
          title: t('privacy.books.field.kinds'),
          cell: (share) => <PersonalKindTags kinds={share.kinds} />,
        },
        {
          id: 'customers',
          width: 90,
          alignsEnd: true,
          title: t('privacy.shares.customers'),
          cell: (share) => <span className="num">{number(share.customers)}</span>,
        },
        {
          id: 'when',
          isExtra: true,
          width: 170,
          title: t('consent.when'),
          cell: (share) => (
            <span className="two-lines">
              <span className="num">{dateTime(share.shared_at)}</span>
              <span>{share.by.name}</span>
            </span>
          ),
        },
      ]}
    />
  );
}
