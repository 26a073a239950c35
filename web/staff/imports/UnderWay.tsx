// The server at work: how far it has come, how long it will take, and the way to stop it.
import { Button } from 'antd';
import { Pause } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportView } from '../../shared/api/types';
import { number } from '../../shared/format';
import { Figures, Progress } from '../../shared/ui/Progress';
import { figuresOf } from './figures';
import type { WizardProps } from './Recognised';

export function UnderWay({ view, deeds }: WizardProps) {
  const { t } = useTranslation();
  const left = useTimeLeft(view);
  const title = t(`importing.${view.state}`);
  const { rows, read } = view.totals;
  return (
    <div className="page-body wizard narrow">
      <header className="wizard-head" aria-live="polite">
        <h2>{title}</h2>
        {view.state !== 'undoing' && <p>{t(`importing.${view.state}Hint`)}</p>}
      </header>
      <Progress
        label={title}
        done={read}
        total={rows}
        words={[
          t('importing.read', { read: number(read), rows: number(rows) }),
          left === null
            ? `${rows > 0 ? Math.floor((read / rows) * 100) : 0}%`
            : t('importing.left', { words: timeWords(left, t) }),
        ]}
      />
      <Figures figures={figuresOf(view, t)} />
      {view.can.includes('stop') && (
        <div className="wizard-deeds">
          <div className="spring" />
          <Button icon={<Pause size={14} />} loading={deeds.isDriving} onClick={() => deeds.drive('stop')}>
            {t('importing.stop')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Seconds until the last row, going by the pace since the page was opened; null until there is one. */
function useTimeLeft(view: ImportView): number | null {
  const { read, rows } = view.totals;
  const [start, setStart] = useState({ state: view.state, read, at: Date.now() });
  useEffect(() => {
    if (view.state !== start.state || read < start.read) setStart({ state: view.state, read, at: Date.now() });
  }, [view.state, read, start]);
  const seconds = (Date.now() - start.at) / 1000;
  const done = read - start.read;
  return done > 0 && seconds > 2 ? Math.ceil(((rows - read) * seconds) / done) : null;
}

function timeWords(seconds: number, t: ReturnType<typeof useTranslation>['t']): string {
  return seconds < 90
    ? t('importing.seconds', { count: seconds })
    : t('importing.minutes', { count: Math.round(seconds / 60) });
}
