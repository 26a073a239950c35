// What people ask about their own data: which, until when, and who sees to it.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Select } from 'antd';
import { FileQuestion, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRequestCounts, PersonRequestRow } from '../../../shared/api/types';
import { useEndless } from '../../../shared/endless';
import { count, date } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { read } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Person, Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { type PlainColumn, PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { Due } from './Due';
import { NewRequest } from './NewRequest';
import './requests.css';
import { KINDS, STATES, toneOf } from './words';

type State = (typeof STATES)[number];
type Kind = (typeof KINDS)[number];

export function RequestList() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const navigate = useNavigate();
  const [isNew, setNew] = useState(false);
  return (
    <>
      <PageHead title={t('privacy.section.requests')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={reason('work_requests')} onClick={() => setNew(true)}>
          {t('requests.receive')}
        </Deed>
      </PageHead>
      <Requests />
      {isNew && (
        <NewRequest
          onClose={() => setNew(false)}
          onReceived={(id) => void navigate({ to: '/privacy/requests/$id', params: { id } })}
        />
      )}
    </>
  );
}

function Requests() {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const navigate = useNavigate();
  const [state, setState] = useState<State>('open');
  const [kind, setKind] = useState<Kind | ''>('');
  const [isLate, setLate] = useState(false);
  const list = useEndless<PersonRequestRow>('/person-requests', {
    state,
    kind: kind || undefined,
    late: isLate || undefined,
  });
  const onOpen = ({ id }: PersonRequestRow) => void navigate({ to: '/privacy/requests/$id', params: { id } });
  const isFiltered = state !== 'open' || kind !== '' || isLate;
  return (
    <>
      <div className="filter-row">
        <Select<State>
          aria-label={t('requests.stateLabel')}
          value={state}
          onChange={(chosen) => {
            setState(chosen);
            setLate(false);
          }}
          options={STATES.map((one) => ({ value: one, label: t(`requests.shown.${one}`) }))}
        />
        <Select<Kind | ''>
          aria-label={t('requests.kindLabel')}
          value={kind}
          onChange={setKind}
          options={[
            { value: '', label: t('requests.anyKind') },
            ...KINDS.map((one) => ({ value: one, label: t(`requests.kind.${one}`) })),
          ]}
        />
        <Late
          isOn={isLate}
          onTurn={() => {
            setLate(!isLate);
            setState('open');
          }}
        />
      </div>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty
          icon={FileQuestion}
          title={t(isFiltered ? 'requests.noneMatch' : 'requests.none')}
          {...(isFiltered ? {} : { hint: t('requests.noneHint') })}
        />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={t('privacy.section.requests')}
            rows={list.isLoading ? undefined : list.items}
            endless={list}
            onOpen={onOpen}
            columns={isPhone ? phoneColumns(t) : columns(t)}
          />
        </div>
      )}
    </>
  );
}

/** How many are late; a press shows them alone. */
function Late({ isOn, onTurn }: { isOn: boolean; onTurn: () => void }) {
  const { t } = useTranslation();
  const { data } = useQuery(read<PersonRequestCounts>('/person-requests/count'));
  if (!isOn && !data?.late.count) return null;
  return (
    <button type="button" className={`late-chip${isOn ? ' on' : ''}`} aria-pressed={isOn} onClick={onTurn}>
      {t('requests.late', { count: data?.late.count ?? 0, number: count(data?.late) || '…' })}
    </button>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function columns(t: Translate): PlainColumn<PersonRequestRow>[] {
  return [
    {
      id: 'who',
      title: t('requests.column.who'),
      cell: (request) => <Who request={request} />,
    },
    {
      id: 'state',
      title: t('requests.column.state'),
      width: 120,
      cell: (request) => <RequestState request={request} />,
    },
    { id: 'due', title: t('requests.column.due'), width: 232, cell: (request) => <Due request={request} /> },
    {
      id: 'assignee',
      title: t('requests.column.assignee'),
      width: 130,
      cell: (request) =>
        request.assignee ? <Person person={request.assignee} /> : <span className="muted">{t('requests.nobody')}</span>,
    },
    {
      id: 'store',
      title: t('requests.column.store'),
      width: 120,
      cell: (request) => <span className="second cut">{request.store.name}</span>,
    },
    {
      id: 'received',
      title: t('requests.column.received'),
      width: 110,
      alignsEnd: true,
      cell: (request) => <span className="second">{date(request.received_at)}</span>,
    },
  ];
}

function phoneColumns(t: Translate): PlainColumn<PersonRequestRow>[] {
  return [
    { id: 'who', title: t('requests.column.who'), cell: (request) => <Who request={request} /> },
    {
      id: 'due',
      title: t('requests.column.due'),
      width: 142,
      cell: (request) => (
        <span className="two-lines">
          <RequestState request={request} />
          <Due request={request} />
        </span>
      ),
    },
  ];
}

function Who({ request }: { request: PersonRequestRow }) {
  const { t } = useTranslation();
  return (
    <Link to="/privacy/requests/$id" params={{ id: request.id }} className="cell-button two-lines">
      <b>
        {t(`requests.kind.${request.kind}`)} · {request.customer?.name || request.asker_name || t('requests.forgotten')}
      </b>
      <span>
        {request.number} · {t(`requests.channel.${request.channel}`)}
      </span>
    </Link>
  );
}

export function RequestState({ request }: { request: PersonRequestRow }) {
  const { t } = useTranslation();
  return (
    <Tag tone={toneOf(request.state)} hasDot>
      {t(`requests.state.${request.state}`)}
    </Tag>
  );
}
