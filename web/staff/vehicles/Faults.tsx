// What went wrong with a car, day by day, and how near it has come to what the law counts.
import { useQuery } from '@tanstack/react-query';
import { App } from 'antd';
import { Plus, Trash2, Wrench } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FaultHistory, VehicleFault, VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { date, kilometres } from '../../shared/format';
import { read } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { useRecordReason } from '../session/session';
import { useVehicleDeed } from './edit';
import { FaultForm, RepairForm } from './FaultForms';
import './faults.css';

const SHOWN_FIRST = 5;

export function FaultsCard({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const history = useQuery(read<FaultHistory>(`/vehicles/${vehicle.id}/faults`));
  const why = useRecordReason(vehicle.can)('edit');
  const [showsAll, setShowsAll] = useState(false);
  const [isReporting, setReporting] = useState(false);
  const [repairing, setRepairing] = useState<VehicleFault | null>(null);
  const remove = useRemove(vehicle);
  const faults = history.data?.faults ?? [];
  return (
    <section className="card faults-card" aria-label={t('fault.title')}>
      <header>
        <h2>{t('fault.title')}</h2>
        {faults.length > 0 && <span className="muted num">{faults.length}</span>}
        <span className="spring" />
        <Deed size="small" icon={<Plus size={13} />} reason={why} onClick={() => setReporting(true)}>
          {t('fault.new')}
        </Deed>
      </header>
      <div className="inside faults">
        {history.error && !history.data && (
          <ErrorState failure={history.error} onRetry={() => void history.refetch()} />
        )}
        {!history.data && !history.error && <Skeleton lines={3} />}
        {history.data && <Counts counts={history.data.counts} />}
        {history.data && faults.length === 0 && <p className="muted fault-none">{t('fault.none')}</p>}
        {faults.length > 0 && (
          <ul className="fault-list">
            {(showsAll ? faults : faults.slice(0, SHOWN_FIRST)).map((fault) => (
              <li key={fault.id}>
                <FaultLine fault={fault} />
                <span className="fault-deeds">
                  {fault.repaired_on === null && (
                    <Deed
                      type="text"
                      size="small"
                      icon={<Wrench size={14} />}
                      hint={t('fault.repairOf', { name: fault.symptom })}
                      reason={why}
                      onClick={() => setRepairing(fault)}
                    />
                  )}
                  <Deed
                    type="text"
                    size="small"
                    icon={<Trash2 size={14} />}
                    hint={t('fault.removeOf', { name: fault.symptom })}
                    reason={why}
                    onClick={() => remove(fault)}
                  />
                </span>
              </li>
            ))}
          </ul>
        )}
        {!showsAll && faults.length > SHOWN_FIRST && (
          <button type="button" className="link fault-all" onClick={() => setShowsAll(true)}>
            {t('fault.all', { count: faults.length })}
          </button>
        )}
      </div>
      {isReporting && <FaultForm vehicle={vehicle} known={faults} onClose={() => setReporting(false)} />}
      {repairing && <RepairForm vehicle={vehicle} fault={repairing} onClose={() => setRepairing(null)} />}
    </section>
  );
}

/** Only what has come near: a car without repairs has nothing to count. */
function Counts({ counts }: { counts: FaultHistory['counts'] }) {
  const { t } = useTranslation();
  const near = counts.filter((one) => one.count > 0);
  if (near.length === 0) return null;
  return (
    <ul className="fault-counts" aria-label={t('fault.counts')}>
      {near.map((one) => (
        <li key={one.counter} className={one.state} title={one.source}>
          <span>{t(`fault.counter.${one.counter}`)}</span>
          <b className="num">
            {one.count} / {one.right_at}
          </b>
          <span>{one.state === 'fine' ? (one.symptom ?? '') : t(`fault.limit.${one.state}`)}</span>
        </li>
      ))}
    </ul>
  );
}

function FaultLine({ fault }: { fault: VehicleFault }) {
  const { t } = useTranslation();
  const facts = [
    date(fault.happened_on),
    fault.mileage_km === null ? null : kilometres(fault.mileage_km),
    t(`fault.system.${fault.system}`),
    t(`fault.source.${fault.source}`),
  ];
  return (
    <div className="fault-line">
      <span className="fault-title">
        <b>{fault.symptom}</b>
        {fault.dtc && <Tag tone="slate">{fault.dtc}</Tag>}
        {fault.is_safety && <Tag tone="red">{t('fault.safety')}</Tag>}
        {fault.repaired_on === null ? (
          <Tag tone="amber">{t('fault.open')}</Tag>
        ) : (
          <Tag tone="green">{t('fault.repaired', { day: date(fault.repaired_on), count: fault.repair_days ?? 0 })}</Tag>
        )}
        {fault.is_part_replaced && <Tag tone="slate">{t('fault.replaced')}</Tag>}
      </span>
      <span className="muted num">{facts.filter(Boolean).join(' · ')}</span>
    </div>
  );
}

function useRemove(vehicle: VehicleView) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useVehicleDeed<VehicleFault>(
    vehicle,
    (fault) => api.remove(`/vehicles/${vehicle.id}/faults/${fault.id}`, { version: fault.version }),
    t('common.deleted'),
  );
  return (fault: VehicleFault) =>
    modal.confirm({
      title: t('fault.removeTitle', { name: fault.symptom }),
      content: t('fault.removeHint'),
      okText: t('settings.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(fault).catch(() => {}),
    });
}
