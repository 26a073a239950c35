// The connectors of a store: what each is, how it does, and what can be done with it.
import { Link } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConnectorView, ConnectorWithSecret } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { dateTime, number } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { Tag } from '../../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../../shared/ui/PlainTable';
import { problemOf } from './problem';

interface Deeds {
  onEdit: (connector: ConnectorView) => void;
  /** Shows where it is sent to, with the secret when there is a new one. */
  onShow: (connector: ConnectorWithSecret) => void;
}

export function ConnectorList({ connectors, ...deeds }: Deeds & { connectors: ConnectorView[] | undefined }) {
  const { t } = useTranslation();
  const columns: PlainColumn<ConnectorView>[] = [
    {
      id: 'name',
      title: t('leadChannels.name'),
      cell: (one) => (
        <button type="button" className="two-lines opens-row" onClick={() => deeds.onEdit(one)}>
          <b>{one.name}</b>
          <span className="second cut">
            {[t(`leads.channel.${one.channel}`), t(`leadChannels.format.${one.format}`), one.store.name].join(' · ')}
          </span>
        </button>
      ),
    },
    { id: 'state', title: t('leadChannels.state'), cell: (one) => <State connector={one} /> },
    {
      id: 'last',
      title: t('leadChannels.lastReceived'),
      isExtra: true,
      cell: (one) => <span className="num">{one.last_received_at ? dateTime(one.last_received_at) : '—'}</span>,
    },
    {
      id: 'today',
      title: t('leadChannels.today'),
      alignsEnd: true,
      isExtra: true,
      cell: (one) => <span className="num">{number(one.received_today)}</span>,
    },
    {
      id: 'quarantined',
      title: t('leadChannels.view.quarantine'),
      alignsEnd: true,
      cell: (one) =>
        one.quarantined > 0 ? (
          <Link
            to="/leads/channels"
            search={{ view: 'quarantine', connector: one.id }}
            className="late num"
            aria-label={t('leadChannels.waitingOf', { name: one.name, count: one.quarantined })}
          >
            {number(one.quarantined)}
          </Link>
        ) : (
          <span className="num muted">0</span>
        ),
    },
    { id: 'deeds', title: '', width: 56, cell: (one) => <RowDeeds connector={one} {...deeds} /> },
  ];
  return (
    <div className="table-frame">
      <PlainTable label={t('leadChannels.view.connectors')} rows={connectors} columns={columns} />
    </div>
  );
}

/** Refusals count while nothing has come since. */
function State({ connector }: { connector: ConnectorView }) {
  const { t } = useTranslation();
  const { is_on, last_refused_at, last_received_at, last_refusal } = connector;
  const isRefusing = last_refused_at !== null && (last_received_at === null || last_refused_at > last_received_at);
  const word = !is_on ? 'off' : isRefusing ? 'refusing' : last_received_at ? 'well' : 'quiet';
  const tone = { off: 'slate', refusing: 'red', well: 'green', quiet: 'amber' } as const;
  return (
    <span className="two-lines">
      <Tag tone={tone[word]} hasDot>
        {t(`leadChannels.health.${word}`)}
      </Tag>
      {word === 'refusing' && last_refusal && (
        <span className="second">{problemOf(t, last_refusal, last_refusal)}</span>
      )}
    </span>
  );
}

function RowDeeds({ connector, onEdit, onShow }: Deeds & { connector: ConnectorView }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const path = `/connectors/${connector.id}`;
  const touches = () => [['connectors']];
  const turn = useWrite({
    deed: () => api.patch(path, { is_on: !connector.is_on }),
    touches,
    done: () => t(connector.is_on ? 'leadChannels.turnedOff' : 'leadChannels.turnedOn'),
  });
  const renew = useWrite<void, ConnectorWithSecret>({
    deed: () => api.post(`${path}/secrets`, {}),
    touches,
    onDone: onShow,
  });
  const remove = useWrite({ deed: () => api.remove(path), touches, done: () => t('leadChannels.removed') });
  const ask = (title: string, content: string, okText: string, deed: () => Promise<unknown>, danger: boolean) =>
    modal.confirm({ title, content, okText, okButtonProps: { danger }, onOk: () => deed().catch(() => {}) });
  const isAddress = connector.signature === 'none';
  const renewWords = t(isAddress ? 'leadChannels.renewAddress' : 'leadChannels.renew');
  const items = [
    { key: 'show', label: t('leadChannels.show'), onClick: () => onShow({ ...connector, secret: null }) },
    { key: 'edit', label: t('common.edit'), onClick: () => onEdit(connector) },
    {
      key: 'turn',
      label: t(connector.is_on ? 'leadChannels.turnOff' : 'leadChannels.turnOn'),
      onClick: () => turn.mutate(),
    },
    {
      key: 'renew',
      label: renewWords,
      onClick: () =>
        ask(
          renewWords,
          t(isAddress ? 'leadChannels.renewAddressText' : 'leadChannels.renewText'),
          renewWords,
          () => renew.mutateAsync(),
          false,
        ),
    },
    {
      key: 'remove',
      danger: true,
      label: t('common.delete'),
      onClick: () =>
        ask(
          t('leadChannels.removeTitle', { name: connector.name }),
          t('leadChannels.removeText'),
          t('common.delete'),
          () => remove.mutateAsync(),
          true,
        ),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button
        type="text"
        size="small"
        icon={<Ellipsis size={16} />}
        aria-label={t('leadChannels.deedsOf', { name: connector.name })}
      />
    </Dropdown>
  );
}
