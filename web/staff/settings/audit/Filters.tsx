// What is looked for: by kind, person, customer or record, and day. The store is the one chosen for all pages.
import { DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuditKind } from '../../../shared/api/types';
import { CustomerSelect } from '../../../shared/ui/CustomerSelect';
import { StaffSelect } from '../../../shared/ui/StaffSelect';
import { KINDS, type Wanted } from './wanted';

const DAY = 'YYYY-MM-DD';

interface FiltersProps {
  wanted: Wanted;
  turn: (change: Partial<Wanted>) => void;
}

export function Filters({ wanted, turn }: FiltersProps) {
  const { t } = useTranslation();
  return (
    <div className="filter-row audit-filters">
      <Segmented<AuditKind | ''>
        aria-label={t('audit.kindLabel')}
        value={wanted.kind ?? ''}
        onChange={(kind) => turn({ kind: kind || undefined })}
        options={[
          { value: '', label: t('common.all') },
          ...KINDS.map((kind) => ({ value: kind, label: t(`audit.kind.${kind}`) })),
        ]}
      />
      <StaffSelect
        aria-label={t('audit.person')}
        placeholder={t('audit.person')}
        allowClear
        value={wanted.actor?.id ?? null}
        known={wanted.actor ?? null}
        onChoose={(actor) => turn({ actor: actor ?? undefined })}
      />
      <CustomerSelect
        key={wanted.customer?.id}
        aria-label={t('audit.customer')}
        placeholder={t('audit.customer')}
        value={wanted.customer?.id ?? null}
        known={wanted.customer ?? null}
        onChange={(id) => turn({ customer: id ? { id, name: wanted.customer?.name ?? '' } : undefined })}
      />
      <DatePicker.RangePicker
        aria-label={t('audit.from')}
        placeholder={[t('audit.from'), t('audit.until')]}
        allowEmpty
        value={[wanted.from ? dayjs(wanted.from) : null, wanted.until ? dayjs(wanted.until) : null]}
        onChange={(days) => turn({ from: days?.[0]?.format(DAY), until: days?.[1]?.format(DAY) })}
      />
      {wanted.vehicle && (
        <Chosen
          words={t('audit.ofVehicle', { name: wanted.vehicle.name })}
          onClear={() => turn({ vehicle: undefined })}
        />
      )}
      {wanted.record && <Chosen words={t('audit.ofRecord')} onClear={() => turn({ record: undefined })} />}
    </div>
  );
}

function Chosen({ words, onClear }: { words: string; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className="audit-chosen" onClick={onClear} title={t('audit.clear')}>
      <span className="cut">{words}</span>
      <X size={13} aria-label={t('audit.clear')} />
    </button>
  );
}
