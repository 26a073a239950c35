// The audit: who saw and who changed what, searched, and how far it is sealed.
import { Alert } from 'antd';
import { Download, ScanSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditLineView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { useIsPhone } from '../../../shared/media';
import { useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { usePower, useStoreChoice } from '../../session/session';
import { Chains } from './Chains';
import { columnsOf } from './columns';
import { Filters } from './Filters';
import { Line } from './Line';
import { isNarrowed, queryOf, type Wanted } from './wanted';
import './audit.css';

export function Audit() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const refusal = reason('see_audit');
  const { store } = useStoreChoice();
  const [wanted, setWanted] = useState<Wanted>({});
  const query = queryOf(wanted, store?.id);
  const turn = (change: Partial<Wanted>) => setWanted((old) => ({ ...old, ...change }));
  return (
    <>
      <PageHead title={t('settings.section.audit')}>
        <ExportButton query={query} refusal={refusal} />
      </PageHead>
      {refusal ? (
        <div className="page-body">
          <Alert type="info" showIcon title={refusal} />
        </div>
      ) : (
        <>
          <Chains />
          <Filters wanted={wanted} turn={turn} />
          <Lines query={query} isNarrowed={isNarrowed(wanted) || store !== null} turn={turn} />
        </>
      )}
    </>
  );
}

type Query = ReturnType<typeof queryOf>;

interface LinesProps {
  query: Query;
  isNarrowed: boolean;
  turn: (change: Partial<Wanted>) => void;
}

function Lines({ query, isNarrowed, turn }: LinesProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [open, setOpen] = useState<AuditLineView | null>(null);
  const lines = useEndless<AuditLineView>('/audit-lines', query);
  const narrow = (change: Partial<Wanted>) => {
    setOpen(null);
    turn(change);
  };
  if (lines.failure) return <ErrorState failure={lines.failure} onRetry={lines.retry} />;
  if (!lines.isLoading && lines.items.length === 0) {
    return isNarrowed ? (
      <Empty icon={ScanSearch} title={t('audit.noneMatch')} hint={t('audit.noneMatchHint')} />
    ) : (
      <Empty icon={ScanSearch} title={t('audit.none')} hint={t('audit.noneHint')} />
    );
  }
  return (
    <>
      <div className="table-frame">
        <PlainTable
          label={t('settings.section.audit')}
          rows={lines.isLoading ? undefined : lines.items}
          endless={lines}
          present={open?.id}
          onOpen={setOpen}
          columns={columnsOf(t, isPhone, setOpen)}
        />
      </div>
      {open && <Line line={open} turn={narrow} onClose={() => setOpen(null)} />}
    </>
  );
}

function ExportButton({ query, refusal }: { query: Query; refusal: string | null }) {
  const { t } = useTranslation();
  const take = useWrite<void, string>({
    deed: () => api.post('/audit-files', undefined, { query }),
    touches: () => [['audit-lines']],
    done: () => t('audit.exported'),
    onDone: save,
  });
  return (
    <Deed
      icon={<Download size={14} />}
      reason={refusal}
      hint={t('audit.exportHint')}
      aria-label={t('audit.export')}
      loading={take.isPending}
      onClick={() => take.mutate()}
    >
      {t('audit.export')}
    </Deed>
  );
}

function save(text: string) {
  // Spreadsheets know by this mark that the text is UTF-8; reading the answer took it away.
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'audit.csv';
  link.click();
  URL.revokeObjectURL(address);
}
