// How the installation does: what it is, what the checks find, what waits and what was given up.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationsFinding, OperationsView } from '../../../shared/api/types';
import { date, dateTime, fileSize, NOTHING, time } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Tag, type Tone } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { CardHead } from '../CardHead';
import { DeadJobs } from './DeadJobs';
import './operations.css';

const LOOK_AGAIN_MS = 60_000;

export function Operations() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const refusal = reason('see_jobs');
  const seen = useQuery({
    ...read<OperationsView>('/operations'),
    enabled: refusal === null,
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <>
      <PageHead title={t('settings.section.operations')}>
        <Deed
          icon={<RefreshCw size={15} />}
          reason={refusal}
          loading={seen.isFetching}
          onClick={() => void seen.refetch()}
        >
          {t('operations.again')}
        </Deed>
      </PageHead>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the page scrolls by keys */}
      <div className="page-body settings-cards" tabIndex={0} role="group" aria-label={t('settings.section.operations')}>
        {refusal ? (
          <Alert type="info" showIcon title={refusal} />
        ) : seen.data ? (
          <>
            <Overview seen={seen.data} />
            <DeadJobs />
            <Work seen={seen.data} />
            {seen.data.findings.length > 0 && <Checks findings={seen.data.findings} />}
          </>
        ) : seen.error ? (
          <ErrorState failure={seen.error} onRetry={() => void seen.refetch()} />
        ) : (
          <Skeleton lines={10} />
        )}
      </div>
    </>
  );
}

function Overview({ seen }: { seen: OperationsView }) {
  const { t } = useTranslation();
  const { database, seal_key: key } = seen;
  const size = fileSize(database.bytes);
  return (
    <section className="card" aria-label={t('settings.section.operations')}>
      <CardHead
        title={t('settings.section.operations')}
        hint={t('operations.looked', { when: time(seen.looked_at) })}
      />
      <dl className="inside operations">
        <Line title={t('operations.version')}>
          <span className="num">{seen.version}</span>
        </Line>
        <Line title={t('operations.database')}>
          <span className="num">{t(database.is_file ? 'operations.file' : 'operations.server', { size })}</span>
        </Line>
        <Line title={t('operations.backup')}>
          <Backup backup={seen.backup} />
        </Line>
        <Line title={t('operations.key')}>
          {key ? (
            <span className="num">
              {t('operations.keyLine', { name: key.name, when: date(key.made_at) })}
              {key.before_it > 0 && ` · ${t('operations.keyBefore', { count: key.before_it })}`}
            </span>
          ) : (
            t('operations.noKey')
          )}
        </Line>
        <Line title={t('operations.audit')}>
          <AuditState audit={seen.audit} />
        </Line>
        <Line title={t('operations.webhooks')}>
          {seen.webhooks_dead > 0 ? (
            <Tag tone="red">{t('operations.webhooksDead', { count: seen.webhooks_dead })}</Tag>
          ) : (
            <Tag tone="green">{t('operations.webhooksWell')}</Tag>
          )}
        </Line>
      </dl>
    </section>
  );
}

function Backup({ backup }: { backup: OperationsView['backup'] }) {
  const { t } = useTranslation();
  const at = backup.last_begun_at;
  return (
    <>
      {backup.is_planned ? (
        <Tag tone="green">{t('operations.planned', { hour: String(backup.hour ?? 0).padStart(2, '0') })}</Tag>
      ) : (
        <Tag tone="amber">{t('operations.unplanned')}</Tag>
      )}
      {backup.fault && <Tag tone="red">{t('operations.failed')}</Tag>}
      <span className="num second" title={backup.place ?? undefined}>
        {at ? t('operations.last', { when: dateTime(at), size: fileSize(backup.bytes) }) : t('operations.never')}
      </span>
      {backup.fault && <span className="whole second">{t('operations.failedWhy', { why: backup.fault })}</span>}
    </>
  );
}

function AuditState({ audit }: { audit: OperationsView['audit'] }) {
  const { t } = useTranslation();
  if (!audit) return <span className="second">{t('operations.auditNever')}</span>;
  return (
    <>
      {audit.found > 0 ? (
        <Tag tone="red">{t('operations.auditBroken', { count: audit.found })}</Tag>
      ) : (
        <Tag tone="green">{t('operations.auditWell')}</Tag>
      )}
      <span className="num second">{t('operations.auditAt', { when: dateTime(audit.checked_at) })}</span>
    </>
  );
}

function Line({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Jobs by state and listeners that are behind. */
function Work({ seen }: { seen: OperationsView }) {
  const { t } = useTranslation();
  const behind = seen.listeners.filter((listener) => listener.behind_since);
  const names = [...new Set(seen.jobs.map((job) => job.name))];
  const count = (name: string, state: string) =>
    seen.jobs.find((job) => job.name === name && job.state === state)?.count ?? 0;
  return (
    <section className="card" aria-label={t('operations.jobs')}>
      <CardHead title={t('operations.jobs')} hint={t('operations.jobsHint')} />
      <div className="inside">
        {names.length === 0 ? (
          <p className="second">{t('operations.noJobs')}</p>
        ) : (
          <table className="plain-table" aria-label={t('operations.jobs')}>
            <thead>
              <tr>
                <th scope="col">{t('operations.name')}</th>
                {(['waiting', 'running', 'dead'] as const).map((state) => (
                  <th key={state} scope="col" className="end">
                    {t(`operations.${state}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {names.map((name) => (
                <tr key={name}>
                  <td className="num">{name}</td>
                  {['waiting', 'running', 'dead'].map((state) => (
                    <td key={state} className="num end">
                      {count(name, state) || NOTHING}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <div className="listeners">
          <b>{t('operations.listeners')}</b>
          {behind.length === 0 && <Tag tone="green">{t('operations.listenersWell')}</Tag>}
          {behind.map((listener) => (
            <span key={listener.name} className="second">
              {t('operations.behind', { name: listener.name, when: dateTime(listener.behind_since) })}
            </span>
          ))}
        </div>
      </div>
    </section>
  );
}

const TONE: Record<OperationsFinding['state'], Tone> = { well: 'green', warning: 'amber', wrong: 'red' };

function Checks({ findings }: { findings: OperationsFinding[] }) {
  const { t } = useTranslation();
  const order = ['wrong', 'warning', 'well'];
  const sorted = [...findings].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  return (
    <section className="card" aria-label={t('operations.checks')}>
      <CardHead title={t('operations.checks')} hint={t('operations.checksHint')} />
      <ul className="inside findings">
        {sorted.map((finding) => (
          <li key={`${finding.check} ${finding.found}`}>
            <Tag hasDot tone={TONE[finding.state]}>
              {t(`operations.state.${finding.state}`)}
            </Tag>
            <b>{t(`operations.check.${finding.check}`, { defaultValue: finding.check })}</b>
            <span className="second" lang="en">
              {finding.found}
              {finding.remedy && <em>{finding.remedy}</em>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
