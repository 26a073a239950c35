// One request from the asking to the letter: where it stands, who asks, what was checked, and what can be done now.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PersonRequestView } from '../../../shared/api/types';
import { date, dateTime } from '../../../shared/format';
import { read } from '../../../shared/queries';
import { Person, Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { Bone, ErrorState } from '../../../shared/ui/states';
import { Assignee } from './Assignee';
import { Checks } from './Checks';
import { Copying } from './Copying';
import { Decision } from './Decision';
import { Deleting } from './Deleting';
import { Due } from './Due';
import { FoundCustomer } from './FoundCustomer';
import { RequestState } from './RequestList';
import { Restricting } from './Restricting';
import './requests.css';
import { Term } from './Term';
import { stepsOf } from './words';

export function RequestPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/staff/privacy/requests/$id' });
  const { data: request, error, refetch } = useQuery(read<PersonRequestView>(`/person-requests/${id}`));
  const section = t('privacy.section.requests');
  const crumbs = [{ label: section, link: { to: '/privacy/$section', params: { section: 'requests' } } as const }];
  if (error) return <ErrorState failure={error} onRetry={() => void refetch()} />;
  if (!request) {
    return (
      <>
        <PageHead title="" crumbs={crumbs} />
        <div className="request-body">
          <Bone width="40%" />
        </div>
      </>
    );
  }
  return (
    <>
      <PageHead
        title={`${request.number} ${t(`requests.kind.${request.kind}`)}`}
        crumbs={crumbs}
        beside={<RequestState request={request} />}
      />
      <Steps request={request} />
      <div className="request-body">
        <div className="request-work">
          <Asked request={request} />
          <Checks request={request} />
          <Work request={request} />
          <Decision request={request} />
        </div>
        <aside className="request-facts" aria-label={t('requests.facts')}>
          <Facts request={request} />
        </aside>
      </div>
    </>
  );
}

/** What the house itself does about it. */
function Work({ request }: { request: PersonRequestView }) {
  switch (request.kind) {
    case 'access':
    case 'copy':
    case 'transfer':
      return <Copying request={request} />;
    case 'delete':
      return <Deleting request={request} />;
    case 'restrict':
      return <Restricting request={request} />;
    default:
      return null;
  }
}

function Steps({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  return (
    <ol className="request-steps" aria-label={t('requests.steps')}>
      {stepsOf(request).map(({ step, isDone, isPresent }) => (
        <li
          key={step}
          className={isPresent ? 'present' : isDone ? 'done' : ''}
          aria-current={isPresent ? 'step' : undefined}
        >
          <i aria-hidden>{isDone && <Check size={12} />}</i>
          {t(`requests.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function Asked({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  return (
    <section className="request-card">
      <h2>{t('requests.asked')}</h2>
      <p className="request-wish">
        {request.wish || (
          <span className="muted">{t(isForgotten(request) ? 'requests.wishForgotten' : 'requests.noWish')}</span>
        )}
      </p>
      <p className="second">
        {[
          t(`requests.asker.${request.asked_by}`),
          request.asker_name,
          request.asker_contact,
          t(`requests.channel.${request.channel}`),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </section>
  );
}

/** The name of whoever asked goes with the person. */
function isForgotten(request: PersonRequestView): boolean {
  return request.asker_name === '';
}

function Facts({ request }: { request: PersonRequestView }) {
  const { t } = useTranslation();
  return (
    <dl className="request-list">
      <dt>{t('requests.column.due')}</dt>
      <dd>
        <Due request={request} />
        {request.is_due_assumed && <p className="second">{t('requests.assumed')}</p>}
        <Term request={request} />
      </dd>
      <dt>{t('requests.field.customer')}</dt>
      <dd>
        {request.customer ? (
          <Link to="/customers/$id" params={{ id: request.customer.id }} className="strong-link">
            {request.customer.name || t('requests.forgotten')}
          </Link>
        ) : (
          <span className="muted">{t(isForgotten(request) ? 'requests.forgotten' : 'requests.notFound')}</span>
        )}
        <FoundCustomer request={request} />
      </dd>
      <dt>{t('requests.column.assignee')}</dt>
      <dd>
        <Assignee request={request} />
      </dd>
      <dt>{t('requests.column.received')}</dt>
      <dd>{dateTime(request.received_at)}</dd>
      <dt>{t('requests.column.store')}</dt>
      <dd>{request.store.name}</dd>
      {request.created_by && (
        <>
          <dt>{t('requests.createdBy')}</dt>
          <dd>
            <Person person={request.created_by} />
          </dd>
        </>
      )}
      {request.answered_at && (
        <>
          <dt>{t('requests.answeredAt')}</dt>
          <dd>{dateTime(request.answered_at)}</dd>
        </>
      )}
      {request.closed_at && request.handed_over && (
        <>
          <dt>{t('requests.closedAt')}</dt>
          <dd>
            {date(request.closed_at)} <Tag>{t(`requests.channel.${request.handed_over}`)}</Tag>
          </dd>
        </>
      )}
    </dl>
  );
}
