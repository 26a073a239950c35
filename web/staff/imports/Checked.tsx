// After the dry run: what would happen, and the rows with errors, mended where they stand.
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { CircleAlert, CircleCheck, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '../../shared/format';
import { Deed } from '../../shared/ui/Deed';
import { Figures } from '../../shared/ui/Progress';
import { useRecordReason } from '../session/session';
import { figuresOf } from './figures';
import type { WizardProps } from './Recognised';
import { RowsTable } from './RowsTable';

export function Checked({ view, deeds }: WizardProps) {
  const { t } = useTranslation();
  const reason = useRecordReason(view.can);
  const { failed, rows } = view.totals;
  const [isOnlyErrors, setOnlyErrors] = useState(failed > 0);
  return (
    <div className="wizard-full">
      <header className={failed > 0 ? 'verdict has-errors' : 'verdict'}>
        {failed > 0 ? <CircleAlert size={20} /> : <CircleCheck size={20} />}
        <div className="two-lines">
          <b>{failed > 0 ? t('importing.checkedErrors', { count: failed }) : t('importing.checkedOk')}</b>
          {failed > 0 && <span>{t('importing.checkedErrorsHint')}</span>}
        </div>
        <div className="spring" />
        <Deed
          icon={<RotateCw size={14} />}
          reason={reason('check')}
          loading={deeds.isDriving}
          onClick={() => deeds.drive('check')}
        >
          {t('importing.checkAgain')}
        </Deed>
      </header>
      <Figures figures={figuresOf(view, t)} />
      <div className="rows-head">
        <Segmented
          aria-label={t('importing.rowsTable')}
          value={isOnlyErrors ? 'errors' : 'all'}
          onChange={(chosen) => setOnlyErrors(chosen === 'errors')}
          options={[
            { value: 'errors' as const, label: `${t('importing.onlyErrors')} ${number(failed)}` },
            { value: 'all' as const, label: `${t('importing.allRows')} ${number(rows)}` },
          ]}
        />
      </div>
      <RowsTable view={view} isOnlyErrors={isOnlyErrors} isMendable={view.can.includes('mend')} />
      <div className="wizard-deeds">
        <Link to="/imports/$id" params={{ id: view.id }} search={{ step: 'map' }}>
          <Button tabIndex={-1}>{t('importing.back')}</Button>
        </Link>
        <div className="spring" />
        <Deed
          type="primary"
          size="large"
          reason={reason('run')}
          loading={deeds.isDriving}
          onClick={() => deeds.drive('run')}
        >
          {t('importing.runCount', { count: rows - failed, words: number(rows - failed) })}
        </Deed>
      </div>
    </div>
  );
}
