// Webhooks: addresses of other systems that are told what happens here, and what became of each telling.
import { Alert, App, Button, Dropdown, Modal } from 'antd';
import { Ellipsis, Plus, TriangleAlert, Webhook as WebhookSign } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryDetailView, WebhookView, WebhookWithSecret } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { dateTime } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { CopyLine } from '../../../shared/ui/Copy';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { type PlainColumn, PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { usePower } from '../../session/session';
import { Log } from './Log';
import { Tries } from './Tries';
import { WebhookForm } from './WebhookForm';
import './webhooks.css';

export function Webhooks() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const refusal = reason('manage_webhooks');
  const webhooks = useEndless<WebhookView>('/webhooks', {}, { isActive: refusal === null });
  const [form, setForm] = useState<WebhookView | 'new' | null>(null);
  const [log, setLog] = useState<WebhookView | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const columns = useColumns({ onEdit: setForm, onLog: setLog, onSecret: setSecret });
  const isEmpty = !webhooks.isLoading && webhooks.items.length === 0;
  return (
    <>
      <PageHead title={t('settings.section.webhooks')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={refusal} onClick={() => setForm('new')}>
          {t('webhooks.new')}
        </Deed>
      </PageHead>
      {refusal ? (
        <div className="page-body">
          <Alert type="info" showIcon title={refusal} />
        </div>
      ) : webhooks.failure ? (
        <ErrorState failure={webhooks.failure} onRetry={webhooks.retry} />
      ) : isEmpty ? (
        <Empty icon={WebhookSign} title={t('webhooks.none')} hint={t('webhooks.noneHint')} />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={t('settings.section.webhooks')}
            rows={webhooks.isLoading ? undefined : webhooks.items}
            endless={webhooks}
            columns={columns}
          />
        </div>
      )}
      {form && <WebhookForm webhook={form === 'new' ? null : form} onClose={() => setForm(null)} onMade={setSecret} />}
      {log && <Log webhook={log} onClose={() => setLog(null)} />}
      <Secret secret={secret} onClose={() => setSecret(null)} />
    </>
  );
}

interface Deeds {
  onEdit: (webhook: WebhookView) => void;
  onLog: (webhook: WebhookView) => void;
  onSecret: (secret: string) => void;
}

function useColumns(deeds: Deeds): PlainColumn<WebhookView>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'name',
      title: t('webhooks.name'),
      cell: (webhook) => (
        <button type="button" className="two-lines plain" onClick={() => deeds.onLog(webhook)}>
          <b>{webhook.name}</b>
          <span className="second cut">{webhook.url}</span>
        </button>
      ),
    },
    {
      id: 'role',
      isExtra: true,
      title: t('webhooks.role'),
      cell: (webhook) =>
        webhook.role ? (
          <span className="grant">
            {webhook.role.name}{' '}
            <em>{[t(`settings.reach.${webhook.reach}`), webhook.store?.name].filter(Boolean).join(' · ')}</em>
          </span>
        ) : (
          <span className="late">{t('webhooks.roleGone')}</span>
        ),
    },
    {
      id: 'events',
      isExtra: true,
      title: t('webhooks.events'),
      cell: (webhook) => (
        <span className="second">
          {webhook.events.includes('*') ? t('webhooks.all') : t('webhooks.chosen', { count: webhook.events.length })}
        </span>
      ),
    },
    { id: 'state', title: t('webhooks.state.title'), cell: (webhook) => <State webhook={webhook} /> },
    { id: 'deeds', title: '', width: 120, cell: (webhook) => <RowDeeds webhook={webhook} {...deeds} /> },
  ];
}

function State({ webhook }: { webhook: WebhookView }) {
  const { t } = useTranslation();
  const isFailing = webhook.state === 'on' && webhook.failing_since !== null;
  const tone = webhook.state === 'dead' ? 'red' : webhook.state === 'paused' ? 'slate' : isFailing ? 'amber' : 'green';
  return (
    <span className="two-lines">
      <Tag tone={tone} hasDot>
        {isFailing ? t('webhooks.state.failing') : t(`webhooks.state.${webhook.state}`)}
      </Tag>
      {isFailing && (
        <span className="second">{t('webhooks.failingSince', { at: dateTime(webhook.failing_since) })}</span>
      )}
      {webhook.death && <span className="second">{t(`webhooks.death.${webhook.death}`)}</span>}
    </span>
  );
}

function RowDeeds({ webhook, onEdit, onLog, onSecret }: Deeds & { webhook: WebhookView }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const path = `/webhooks/${webhook.id}`;
  const touches = () => [['webhooks']];
  const isOn = webhook.state === 'on';
  const turn = useWrite({
    deed: () => (isOn ? api.put(`${path}/pause`) : api.remove(`${path}/pause`)),
    touches,
    done: () => t(isOn ? 'webhooks.paused' : 'webhooks.resumed'),
  });
  const trial = useWrite<void, DeliveryDetailView>({
    deed: () => api.post(`${path}/trials`),
    touches,
    onDone: (answer) =>
      modal.info({
        title: t(answer.delivery.state === 'delivered' ? 'webhooks.trialDone' : 'webhooks.trialFailed'),
        content: <Tries tries={answer.tries} />,
        okText: t('common.close'),
      }),
  });
  const renew = useWrite<void, WebhookWithSecret>({
    deed: () => api.post(`${path}/secrets`),
    touches,
    onDone: (answer) => onSecret(answer.secret),
  });
  const remove = useWrite({ deed: () => api.remove(path), touches, done: () => t('webhooks.removed') });
  const ask = (title: string, content: string, okText: string, deed: () => Promise<unknown>, danger: boolean) =>
    modal.confirm({ title, content, okText, okButtonProps: { danger }, onOk: () => deed().catch(() => {}) });
  const items = [
    { key: 'log', label: t('webhooks.log'), onClick: () => onLog(webhook) },
    { key: 'edit', label: t('common.edit'), onClick: () => onEdit(webhook) },
    { key: 'turn', label: t(isOn ? 'webhooks.pause' : 'webhooks.resume'), onClick: () => turn.mutate() },
    {
      key: 'renew',
      label: t('webhooks.renew'),
      onClick: () =>
        ask(t('webhooks.renewTitle'), t('webhooks.renewText'), t('webhooks.renew'), () => renew.mutateAsync(), false),
    },
    {
      key: 'remove',
      danger: true,
      label: t('common.delete'),
      onClick: () =>
        ask(
          t('webhooks.removeTitle', { name: webhook.name }),
          t('webhooks.removeText'),
          t('common.delete'),
          () => remove.mutateAsync(),
          true,
        ),
    },
  ];
  return (
    <span className="row-deeds">
      <Deed size="small" loading={trial.isPending} onClick={() => trial.mutate()}>
        {t('webhooks.try')}
      </Deed>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button
          type="text"
          size="small"
          icon={<Ellipsis size={16} />}
          aria-label={t('webhooks.deedsOf', { name: webhook.name })}
        />
      </Dropdown>
    </span>
  );
}

/** The secret, this once. */
function Secret({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      open={secret !== null}
      destroyOnHidden
      width={560}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      title={t('webhooks.secretTitle')}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('settings.keys.kept')}
        </Button>
      }
    >
      <p className="soon secret-hint">
        <TriangleAlert size={15} /> {t('webhooks.secretHint')}
      </p>
      <CopyLine text={secret ?? ''} label={t('webhooks.copySecret')} />
    </Modal>
  );
}
