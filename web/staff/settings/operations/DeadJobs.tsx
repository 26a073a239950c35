// Work that was given up, why, and once more.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JobLine } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { dateTime, NOTHING } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { CardHead } from '../CardHead';

export function DeadJobs() {
  const { t } = useTranslation();
  const jobs = useEndless<JobLine>('/jobs', { state: 'dead' }, { pageSize: 20 });
  const retry = useWrite<JobLine>({
    deed: ({ id }) => api.put(`/jobs/${id}/retry`),
    touches: () => [['jobs'], ['operations']],
    done: () => t('operations.retried'),
  });
  return (
    <section className="card" aria-label={t('operations.deadTitle')}>
      <CardHead title={t('operations.deadTitle')} hint={t('operations.deadHint')} />
      <div className="inside dead-jobs">
        {jobs.isLoading && <Skeleton lines={2} />}
        {jobs.failure && <ErrorState failure={jobs.failure} onRetry={jobs.retry} />}
        {!jobs.isLoading && !jobs.failure && jobs.items.length === 0 && (
          <p className="second">{t('operations.deadNone')}</p>
        )}
        {jobs.items.map((job) => (
          <div key={job.id}>
            <div className="two-lines">
              <b>{job.name}</b>
              <span className="num">
                {dateTime(job.run_at)} · {t('operations.attempts', { count: job.attempts })}
              </span>
              <span className="fault" lang="en">
                {job.last_fault ?? NOTHING}
              </span>
            </div>
            <Button
              size="small"
              aria-label={t('operations.retryOf', { name: job.name })}
              loading={retry.isPending && retry.variables?.id === job.id}
              onClick={() => retry.mutate(job)}
            >
              {t('operations.retry')}
            </Button>
          </div>
        ))}
        {jobs.hasMore && (
          <Button type="link" onClick={jobs.more}>
            {t('blocks.more')}
          </Button>
        )}
      </div>
    </section>
  );
}
