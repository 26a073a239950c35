// What messages cost: thousandths of a currency's unit, because one SMS costs less than five fen.
import { language } from '../../shared/i18n';

/** `¥0.045`; three digits where the third is not nought. */
export function thousandths(amount: number, currency: string): string {
  const digits = amount % 10 === 0 ? 2 : 3;
  return new Intl.NumberFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 1_000);
}
