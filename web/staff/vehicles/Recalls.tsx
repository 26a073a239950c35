// What a car is recalled for: red while something is to be done, and where that is said.
import { Link } from '@tanstack/react-router';
import { ArrowRightCircle, ShieldAlert, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VehicleRecall, VehicleView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { date, kilometres } from '../../shared/format';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { StepForm } from '../recalls/StepForm';
import '../recalls/recalls.css';
import { CAR_TONES } from '../recalls/words';
import { useVehicleDeed } from './edit';

export function RecallsCard({ vehicle }: { vehicle: VehicleView }) {
  const { t } = useTranslation();
  const [stepped, setStepped] = useState<VehicleRecall | null>(null);
  const takeBack = useVehicleDeed<VehicleRecall>(
    vehicle,
    (recall) => api.remove(`/recalls/${recall.recall_id}/cars/${vehicle.id}/state`, { version: recall.version }),
    t('recall.done.takenBack'),
  );
  if (vehicle.recalls.length === 0) return null;
  const waits = vehicle.recalls.some((recall) => recall.is_unfixed);
  return (
    <section className={`card recall-block${waits ? ' waits' : ''}`} aria-label={t('recall.block.title')}>
      <header>
        {waits && <ShieldAlert size={16} aria-hidden />}
        <h2>{waits ? t('recall.block.open') : t('recall.block.title')}</h2>
      </header>
      <ul className="inside">
        {vehicle.recalls.map((recall) => (
          <li key={recall.recall_id}>
            <Line recall={recall} onStep={() => setStepped(recall)} onTakeBack={() => takeBack.mutate(recall)} />
          </li>
        ))}
      </ul>
      {stepped && (
        <StepForm
          recallId={stepped.recall_id}
          car={{ ...stepped, vehicle_id: vehicle.id, name: stepped.title, mileage_km: vehicle.mileage_km }}
          onClose={() => setStepped(null)}
        />
      )}
    </section>
  );
}

interface LineProps {
  recall: VehicleRecall;
  onStep: () => void;
  onTakeBack: () => void;
}

function Line({ recall, onStep, onTakeBack }: LineProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const said = [
    // Nobody said of an open one that it is: it was found.
    recall.state === 'open'
      ? date(recall.state_on)
      : t('recall.block.by', { name: recall.by.name, day: date(recall.state_on) }),
    recall.mileage_km !== null && kilometres(recall.mileage_km),
    recall.note,
  ];
  const details = [recall.defect, recall.consequence, ...recall.operations, ...recall.parts].filter(Boolean);
  return (
    <>
      <div className="line">
        <Link to="/recalls/$id" params={{ id: recall.recall_id }} className="strong-link">
          {recall.title}
        </Link>
        <Tag tone={CAR_TONES[recall.state]}>{t(`recall.carState.${recall.state}`)}</Tag>
        {recall.is_unfixed && recall.is_stop_sale && <Tag tone="red">{t('recall.block.stopSale')}</Tag>}
        <span className="spring" />
        {recall.can.includes('take_back') && (
          <Deed
            type="text"
            size="small"
            icon={<Undo2 size={14} />}
            hint={t('recall.cars.takeBack')}
            onClick={onTakeBack}
          />
        )}
        {recall.can.includes('move') && (
          <Deed size="small" icon={<ArrowRightCircle size={13} />} onClick={onStep}>
            {t('recall.cars.move')}
          </Deed>
        )}
      </div>
      <p className="muted num">
        {[recall.number, t(`recall.kind.${recall.kind}`), ...said].filter(Boolean).join(' · ')}
      </p>
      {recall.is_unfixed && <p>{recall.remedy}</p>}
      {isOpen && <p className="second">{details.join('\n')}</p>}
      {details.length > 0 && (
        <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('recall.block.fewer') : t('recall.block.details')}
        </button>
      )}
    </>
  );
}
