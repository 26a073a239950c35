// What a VIN says: maker, year, and whether its check digit fits.
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { VinView } from '../../../shared/api/types';
import { read } from '../../../shared/queries';
import { useSettled } from '../../../shared/settled';
import '../vehicles.css';

export const VIN_LENGTH = 17;

/** Asks what a VIN says once all of it is there. */
export function useVin(vin: string): { reading: VinView | undefined; failure: Error | null; typed: string } {
  const settled = useSettled(vin, 150);
  const isWhole = settled.length === VIN_LENGTH;
  const { data, error } = useQuery({
    ...read<VinView>(`/vin/${encodeURIComponent(settled)}`),
    enabled: isWhole,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const isCurrent = isWhole && settled === vin;
  return { reading: isCurrent ? data : undefined, failure: isCurrent ? error : null, typed: vin };
}

interface VinReadingProps extends ReturnType<typeof useVin> {
  onUse?: (reading: VinView) => void;
}

export function VinReading({ reading, failure, typed, onUse }: VinReadingProps) {
  const { t } = useTranslation();
  if (failure) {
    return (
      <p className="vin-reading wrong" role="alert">
        <CircleAlert size={14} /> {t('vehicle.vinUnreadable')}
      </p>
    );
  }
  if (!reading) return typed ? <p className="vin-reading muted num">{`${typed.length} / ${VIN_LENGTH}`}</p> : null;
  const words = [reading.maker, reading.model_year && t('vehicle.modelYear', { year: reading.model_year })];
  return (
    <p className={`vin-reading ${reading.is_valid ? 'right' : 'wrong'}`} role={reading.is_valid ? 'status' : 'alert'}>
      {reading.is_valid ? <CircleCheck size={14} /> : <CircleAlert size={14} />}
      <span>
        {[
          ...words,
          reading.is_valid
            ? t('vehicle.vinValid')
            : reading.expected_check
              ? t('vehicle.vinExpected', { digit: reading.expected_check })
              : t('vehicle.vinInvalid'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {onUse && (reading.maker || reading.model_year) && (
        <button type="button" className="link" onClick={() => onUse(reading)}>
          {t('vehicle.useReading')}
        </button>
      )}
    </p>
  );
}
