// What a car is called: its brand and series as far as they are known. Old lists know a plate and nothing else.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { makeName } from '../i18n';

interface NamedCar {
  brand: string;
  series: string;
}

/** How the server writes a brand or series nobody knows. */
const UNKNOWN = '未知';

/** Brand and series in one; said once when neither is known. */
export function carName(car: NamedCar, t: TFunction): string {
  return known(car).join(' ') || t('vehicle.unknownModel');
}

/** The same with the series in the second tone, for lists. */
export function CarName({ car, isTwoTone = false }: { car: NamedCar; isTwoTone?: boolean }) {
  const { t } = useTranslation();
  const [first, ...rest] = known(car);
  if (!first) return <span className="muted">{t('vehicle.unknownModel')}</span>;
  if (!isTwoTone) return <>{known(car).join(' ')}</>;
  return (
    <>
      {first} <span className="second">{rest.join(' ')}</span>
    </>
  );
}

function known({ brand, series }: NamedCar): string[] {
  return [makeName(brand), series].filter((word) => word && word !== UNKNOWN);
}
