// Under the list: how many answer the question, exactly on request, and the keys that work here.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Count } from '../../shared/api/types';
import { count as writeCount } from '../../shared/format';
import { read } from '../../shared/queries';
import type { Question } from './question';

export function useCustomerCount({ q, filter }: Question, exact?: true) {
  return useQuery({ ...read<Count>('/customers/count', { q, filter, exact }), placeholderData: keepPreviousData }).data;
}

export function ListFoot({ question, isWaiting }: { question: Question; isWaiting: boolean }) {
  const { t } = useTranslation();
  const questionText = JSON.stringify([question.q, question.filter]);
  const [exactFor, setExactFor] = useState('');
  const total = useCustomerCount(question, exactFor === questionText || undefined);
  const words = t('customers.total', { count: total?.count ?? 0, words: writeCount(total) });
  return (
    <footer className="grid-foot">
      {total?.capped ? (
        <Tooltip title={t('customers.exact')}>
          <button type="button" className="exact" onClick={() => setExactFor(questionText)}>
            {words}
          </button>
        </Tooltip>
      ) : (
        total && <span>{words}</span>
      )}
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
