// The plate typed is on another car now: which one, and whether it has moved.
import { Link } from '@tanstack/react-router';
import { Alert, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/client';
import { plate as plateWords } from '../../shared/format';

/** The other car, as the server tells it beside its refusal. */
export interface PlateBearer {
  id: string;
  number: string;
  plate: string;
  /** What the car is called. */
  name: string;
  store: { name: string };
}

/** The other car when that is why something was refused, and the caller may see it. */
export function bearerOf(problem: Problem): PlateBearer | null {
  return problem.code === 'plate.on_other_car' ? ((problem.current as PlateBearer | undefined) ?? null) : null;
}

interface PlateTakenProps {
  bearer: PlateBearer;
  hasMoved: boolean;
  onMoved: (hasMoved: boolean) => void;
}

export function PlateTaken({ bearer, hasMoved, onMoved }: PlateTakenProps) {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      style={{ marginBottom: 12 }}
      title={t('vehicle.plateTaken', { plate: plateWords(bearer.plate) })}
      description={
        <>
          <p>
            <Link to="/vehicles/$id" params={{ id: bearer.id }} className="link" target="_blank">
              {bearer.name}
            </Link>{' '}
            <span className="second">
              {bearer.number} · {bearer.store.name}
            </span>
          </p>
          <Checkbox checked={hasMoved} onChange={(event) => onMoved(event.target.checked)}>
            {t('vehicle.plateMoved')}
          </Checkbox>
        </>
      }
    />
  );
}
