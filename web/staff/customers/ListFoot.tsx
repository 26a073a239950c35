// Under the list: how many answer the question, and the keys that work here.
import { useTranslation } from 'react-i18next';
import { useCounted } from '../../shared/counted';
import { count as writeCount } from '../../shared/format';
import type { Question } from './question';

export function ListFoot({ question, isWaiting }: { question: Question; isWaiting: boolean }) {
  const { t } = useTranslation();
  const total = useCounted('/customers/count', question);
  return (
    <footer className="grid-foot">
      {total && <span>{t('customers.total', { count: total.count, words: writeCount(total) })}</span>}
      {isWaiting && <span role="status">{t('grid.updating')}</span>}
      <div className="hints" aria-hidden>
        <span>
          <kbd>J</kbd>
          <kbd>K</kbd> {t('grid.hintMove')}
        </span>
        <span>
          <kbd>X</kbd> {t('grid.hintChoose')}
        </span>
        <span>
          <kbd>↵</kbd> {t('grid.hintOpen')}
        </span>
      </div>
    </footer>
  );
}
