// What came of an import: the figures, the rows that were left out, and the way back.
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { CircleCheck, CircleX, Download, PauseCircle, Play, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '../../shared/client';
import { dateTime, number } from '../../shared/format';
import { Deed } from '../../shared/ui/Deed';
import { Figures, Progress } from '../../shared/ui/Progress';
import { useRecordReason } from '../session/session';
import { figuresOf } from './figures';
import type { WizardProps } from './Recognised';
import { RowsTable } from './RowsTable';

export function Result({ view, deeds }: WizardProps) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const reason = useRecordReason(view.can);
  const { totals } = view;
  const askUndo = () =>
    modal.confirm({
      title: t('importing.undoTitle'),
      content: t('importing.undoText', { created: number(totals.created), updated: number(totals.updated) }),
      okText: t('importing.undo'),
      okButtonProps: { danger: true },
      onOk: () => deeds.drive('undo'),
    });
  const canBeUndone = view.state === 'done' || view.state === 'stopped';
  return (
    <div className="wizard-full">
      <Verdict view={view} />
      {view.state !== 'failed' && <Figures figures={figuresOf(view, t)} />}
      {view.state === 'stopped' && (
        <Progress
          label={t('importing.stopped')}
          done={totals.read}
          total={totals.rows}
          words={[t('importing.read', { read: number(totals.read), rows: number(totals.rows) }), '']}
        />
      )}
      <div className="wizard-deeds start">
        {view.state === 'stopped' && (
          <Deed
            type="primary"
            icon={<Play size={14} />}
            reason={reason('run')}
            loading={deeds.isDriving}
            onClick={() => deeds.drive('run')}
          >
            {t('importing.resume')}
          </Deed>
        )}
        {view.state === 'done' && (
          <Link to="/customers" search={{ sort: '-created' }}>
            <Button type="primary" tabIndex={-1}>
              {t('importing.seeCustomers')}
            </Button>
          </Link>
        )}
        {view.state === 'done' && totals.failed > 0 && view.can.includes('run') && (
          <Button icon={<Play size={14} />} loading={deeds.isDriving} onClick={() => deeds.drive('run')}>
            {t('importing.runMended')}
          </Button>
        )}
        {totals.failed > 0 && (
          <Button icon={<Download size={14} />} href={urlOf(`/imports/${view.id}/errors`)} download>
            {t('importing.errorFile')}
          </Button>
        )}
        {canBeUndone && (
          <Deed icon={<Undo2 size={14} />} danger reason={reason('undo')} loading={deeds.isDriving} onClick={askUndo}>
            {t('importing.undo')}
          </Deed>
        )}
        <div className="spring" />
        <Link to="/imports/new" className="link">
          {t('importing.again')}
        </Link>
      </div>
      {totals.failed > 0 && canBeUndone && (
        <RowsTable view={view} isOnlyErrors isMendable={view.can.includes('mend')} />
      )}
    </div>
  );
}

function Verdict({ view }: Pick<WizardProps, 'view'>) {
  const { t } = useTranslation();
  const hint = {
    done: t('importing.doneHint', {
      when: dateTime(view.finished_at),
      name: view.by.name,
      store: view.store.name,
    }),
    stopped: t('importing.stoppedHint'),
    failed: view.error ?? '',
    undone: t('importing.undoneCount', {
      removed: number(view.totals.removed ?? 0),
      kept: number(view.totals.kept ?? 0),
    }),
  }[view.state as 'done' | 'stopped' | 'failed' | 'undone'];
  const isBad = view.state === 'failed';
  const Icon = isBad ? CircleX : view.state === 'stopped' ? PauseCircle : view.state === 'undone' ? Undo2 : CircleCheck;
  return (
    <header className={`verdict ${isBad ? 'has-errors' : view.state === 'done' ? '' : 'calm'}`}>
      <Icon size={20} />
      <div className="two-lines">
        <b>{t(`importing.${view.state}`)}</b>
        {hint && <span>{hint}</span>}
      </div>
    </header>
  );
}
