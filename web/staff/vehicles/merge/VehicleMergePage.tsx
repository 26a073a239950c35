// Two records of one car side by side: which goes on, whose value wins, what goes along, and what to mind.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Merge as MergeSign } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergeWinner, VehicleMerge, VehicleMergePreview, VehicleView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { date, kilometres, listing } from '../../../shared/format';
import { read, useWrite } from '../../../shared/queries';
import { CarName, carName } from '../../../shared/ui/CarName';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlateBadge } from '../../../shared/ui/PlateBadge';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { ChoiceTable } from '../../customers/merge/ChoiceTable';
import type { Choices } from '../../customers/merge/choices';
import '../../customers/merge/merge.css';
import { Cautions, Moves, useMergedMessage } from '../../customers/merge/parts';

export function VehicleMergePage() {
  const { t } = useTranslation();
  const { id, other } = useParams({ from: '/staff/vehicles/$id/merge/$other' });
  const preview = useQuery(read<VehicleMergePreview>(`/vehicles/${id}/merges/preview`, { with: other }));
  return (
    <>
      <PageHead title={t('merge.car.title')} crumbs={[{ label: t('page.vehicles'), link: { to: '/vehicles' } }]} />
      {preview.data ? (
        <Compared
          key={`${id} ${preview.data.kept.version} ${preview.data.absorbed.version}`}
          preview={preview.data}
          onStale={() => void preview.refetch()}
        />
      ) : preview.error ? (
        <ErrorState failure={preview.error} onRetry={() => void preview.refetch()} />
      ) : (
        <div className="merge-page">
          <Skeleton lines={8} />
        </div>
      )}
    </>
  );
}

/** Over these one is asked once more. */
const GRAVE = new Set<VehicleMergePreview['cautions'][number]>(['vins_differ', 'models_differ', 'nothing_in_common']);

function Compared({ preview, onStale }: { preview: VehicleMergePreview; onStale: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const [chosen, setChosen] = useState<Choices>({});
  const { kept, absorbed, cautions } = preview;
  const choose = (field: string, winner: MergeWinner) => setChosen((old) => ({ ...old, [field]: winner }));
  const merge = useMergeCars(preview, chosen, onStale);
  const keepOther = () =>
    void navigate({
      to: '/vehicles/$id/merge/$other',
      params: { id: absorbed.id, other: kept.id },
      replace: true,
    });
  const words = (caution: (typeof cautions)[number]) => t(`merge.car.caution.${caution}`);
  const confirm = () => {
    const grave = cautions.filter((caution) => GRAVE.has(caution));
    if (grave.length === 0) return merge.mutate();
    void modal.confirm({
      title: t('merge.graveTitle'),
      content: t('merge.car.graveHint', { cautions: listing(grave.map(words)) }),
      okText: t('merge.still'),
      okButtonProps: { danger: true },
      cancelText: t('merge.later'),
      onOk: () => merge.mutate(),
    });
  };
  return (
    <div className="merge-page">
      <Cautions lines={cautions.map(words)} />
      <div className="merge-sides">
        {[kept, absorbed].map((car) => (
          <CarSide
            key={car.id}
            car={car}
            isKept={car === kept}
            isProposed={preview.proposed === car.id}
            onKeep={keepOther}
          />
        ))}
      </div>
      <ChoiceTable choices={preview.choices} chosen={chosen} onChoose={choose} />
      <Moves moves={preview.moves} name={carName(absorbed, t)} />
      <footer className="merge-foot">
        <Button onClick={() => void navigate({ to: '/vehicles/$id', params: { id: kept.id } })}>
          {t('merge.cancel')}
        </Button>
        <Button type="primary" icon={<MergeSign size={14} />} loading={merge.isPending} onClick={confirm}>
          {t('merge.deed')}
        </Button>
      </footer>
    </div>
  );
}

interface CarSideProps {
  car: VehicleView;
  isKept: boolean;
  isProposed: boolean;
  onKeep: () => void;
}

function CarSide({ car, isKept, isProposed, onKeep }: CarSideProps) {
  const { t } = useTranslation();
  const side = t(isKept ? 'merge.kept' : 'merge.absorbed');
  const owner = car.people.find((person) => person.role === 'owner' && person.until === null)?.customer;
  const known = [car.trim, car.colour, car.mileage_km !== null && kilometres(car.mileage_km)].filter(Boolean);
  return (
    <section className={`merge-side${isKept ? ' kept' : ''}`} aria-label={`${side} ${car.number}`}>
      <header>
        <div className="two-lines">
          <Link to="/vehicles/$id" params={{ id: car.id }} className="merge-name">
            <CarName car={car} />
          </Link>
          <span className="muted num cut">
            {car.number} · {car.store.name}
          </span>
        </div>
        <Tag tone={isKept ? 'green' : 'slate'}>{side}</Tag>
      </header>
      {car.plate && (
        <p className="merge-line">
          <PlateBadge plate={car.plate.plate} />
        </p>
      )}
      <p className="merge-line num">{car.vin ? `VIN ${car.vin.vin}` : t('merge.car.noVin')}</p>
      <p className="merge-line muted">
        {[owner?.name, ...known, `${t('attribute.created')} ${date(car.created_at)}`].filter(Boolean).join(' · ')}
      </p>
      {!isKept && (
        <Button size="small" onClick={onKeep}>
          {t(isProposed ? 'merge.keepProposed' : 'merge.keepThis')}
        </Button>
      )}
    </section>
  );
}

/** Merges, goes to the kept record, and offers the way back for a while. */
function useMergeCars(preview: VehicleMergePreview, choices: Choices, onStale: () => void) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const tell = useMergedMessage('vehicle-merges');
  const { kept, absorbed } = preview;
  return useWrite<void, VehicleMerge>({
    deed: () =>
      api.post<VehicleMerge>('/vehicle-merges', {
        keep: kept.id,
        absorb: absorbed.id,
        keep_version: kept.version,
        absorb_version: absorbed.version,
        choices,
      }),
    touches: () => [['vehicles'], ['vehicle-merges'], ['customers'], ['tasks'], ['search']],
    onDone: (merge) => {
      void navigate({ to: '/vehicles/$id', params: { id: merge.kept.id }, replace: true });
      tell(merge);
    },
    onProblem: (problem) => {
      if (problem.status !== 412) return false;
      void message.warning(t('merge.stale'));
      onStale();
      return true;
    },
  });
}
