// The plate typed is on another car now: which one, and whether it has moved.
import { Link } from '@tanstack/react-router';
import { Alert, Checkbox } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/client';
import { plate as plateWords } from '../../shared/format';

/** The other car, as the server tells it beside its refusal. */
interface PlateBearer {
  id: string;
  number: string;
  plate: string;
  /** What the car is called. */
  name: string;
  store: { name: string };
}

export interface TakenPlate {
  /** Whether another car bears the plate and nobody has said yet that it moved. */
  isUnanswered: boolean;
  hasMoved: boolean;
  /** Listens to why something was refused; true when it was this. */
  hear: (problem: Problem) => boolean;
  /** Another plate was typed, or the form was sent. */
  forget: () => void;
  /** The other car and the question whether the plate has moved; null while no other car is known. */
  notice: ReactNode;
}

/** What a form with a plate needs to know when the plate is on another car now. */
export function usePlateTaken(): TakenPlate {
  const [bearer, setBearer] = useState<PlateBearer | null>(null);
  const [hasMoved, setMoved] = useState(false);
  return {
    isUnanswered: bearer !== null && !hasMoved,
    hasMoved,
    hear: (problem) => {
      const other = bearerOf(problem);
      setBearer(other);
      return other !== null;
    },
    forget: () => {
      setBearer(null);
      setMoved(false);
    },
    notice: bearer && <PlateTaken bearer={bearer} hasMoved={hasMoved} onMoved={setMoved} />,
  };
}

/** The other car when that is why something was refused, and the caller may see it. */
function bearerOf(problem: Problem): PlateBearer | null {
  return problem.code === 'plate.on_other_car' ? ((problem.current as PlateBearer | undefined) ?? null) : null;
}

interface PlateTakenProps {
  bearer: PlateBearer;
  hasMoved: boolean;
  onMoved: (hasMoved: boolean) => void;
}

function PlateTaken({ bearer, hasMoved, onMoved }: PlateTakenProps) {
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
