// The library of message templates: what is sent, what is being written, and the form for a new one.
import { Form, Input, Select, Switch } from 'antd';
import { FileText, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useEndless } from '../../../shared/endless';
import { dateTime } from '../../../shared/format';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { PlainTable } from '../../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../../shared/ui/states';
import { ChannelSign } from '../../messages/channels';
import { CHANNELS, PURPOSES } from '../../messages/search';
import { usePower } from '../../session/session';
import { FormDrawer } from '../FormDrawer';
import { TemplateDrawer } from './TemplateDrawer';
import './templates.css';

type Channel = TemplateView['channel'];

export function Templates() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const [channel, setChannel] = useState<Channel | ''>('');
  const [isRetired, setRetired] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const [isNew, setNew] = useState(false);
  const list = useEndless<TemplateView>('/message-templates', {
    channel: channel || undefined,
    is_retired: isRetired ? undefined : false,
  });
  return (
    <>
      <PageHead title={t('settings.section.templates')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={reason('manage_templates')} onClick={() => setNew(true)}>
          {t('templates.new')}
        </Deed>
      </PageHead>
      <div className="filter-row">
        <Select<Channel | ''>
          aria-label={t('messages.channelLabel')}
          value={channel}
          onChange={setChannel}
          options={[
            { value: '', label: t('templates.anyChannel') },
            ...CHANNELS.map((one) => ({ value: one, label: t(`messages.channel.${one}`) })),
          ]}
        />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is antd's */}
        <label className="switch-line">
          <Switch size="small" checked={isRetired} onChange={setRetired} aria-label={t('templates.showRetired')} />
          {t('templates.showRetired')}
        </label>
      </div>
      {list.failure ? (
        <ErrorState failure={list.failure} onRetry={list.retry} />
      ) : !list.isLoading && list.items.length === 0 ? (
        <Empty icon={FileText} title={t('templates.none')} />
      ) : (
        <div className="table-frame">
          <PlainTable
            label={t('templates.list')}
            rows={list.isLoading ? undefined : list.items}
            endless={list}
            present={open ?? undefined}
            onOpen={(template) => setOpen(template.id)}
            columns={columns(t, setOpen)}
          />
        </div>
      )}
      {open && <TemplateDrawer id={open} onClose={() => setOpen(null)} />}
      {isNew && <NewTemplate onClose={() => setNew(false)} onAdded={setOpen} />}
    </>
  );
}

function columns(t: ReturnType<typeof useTranslation>['t'], onOpen: (id: string) => void) {
  return [
    {
      id: 'name',
      title: t('templates.name'),
      cell: (template: TemplateView) => (
        <span className="face-cell">
          <ChannelSign channel={template.channel} />
          <button type="button" className="cell-button two-lines" onClick={() => onOpen(template.id)}>
            <b>{template.name}</b>
            <span>{template.code}</span>
          </button>
        </span>
      ),
    },
    {
      id: 'purpose',
      title: t('messagePurpose.label'),
      width: 90,
      cell: (template: TemplateView) => t(`messagePurpose.${template.purpose}`),
    },
    {
      id: 'state',
      title: t('templates.state'),
      width: 210,
      cell: (template: TemplateView) => <States template={template} />,
    },
    {
      id: 'edition',
      title: t('templates.edition'),
      width: 80,
      isExtra: true,
      cell: (template: TemplateView) => <span className="num">{template.published?.number ?? '—'}</span>,
    },
    {
      id: 'changed',
      title: t('templates.changed'),
      width: 150,
      isExtra: true,
      alignsEnd: true,
      cell: (template: TemplateView) => <span className="second num">{dateTime(template.changed_at)}</span>,
    },
  ];
}

export function States({ template }: { template: TemplateView }) {
  const { t } = useTranslation();
  return (
    <span className="tag-line">
      {template.is_retired ? (
        <Tag tone="slate">{t('templates.retired')}</Tag>
      ) : template.published ? (
        <Tag tone="green">{t('templates.published')}</Tag>
      ) : (
        <Tag tone="amber">{t('templates.unpublished')}</Tag>
      )}
      {template.draft && template.published && <Tag tone="amber">{t('templates.draft')}</Tag>}
      {template.is_shipped && <Tag tone="blue">{t('templates.shipped')}</Tag>}
    </span>
  );
}

interface NewWords {
  name: string;
  code: string;
  channel: Channel;
  purpose: TemplateView['purpose'];
}

function NewTemplate({ onClose, onAdded }: { onClose: () => void; onAdded: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <FormDrawer<NewWords>
      title={t('templates.new')}
      initial={{ channel: 'sms', purpose: 'notice' }}
      submit={async (words) => onAdded((await api.post<TemplateView>('/message-templates', words)).id)}
      touches={[['message-templates']]}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('templates.name')}
        rules={[{ required: true, whitespace: true, message: t('templates.nameMissing') }]}
      >
        <Input autoFocus maxLength={60} />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('templates.code')}
        extra={t('templates.codeHint')}
        rules={[{ required: true, whitespace: true, message: t('templates.codeMissing') }]}
      >
        <Input maxLength={60} spellCheck={false} />
      </Form.Item>
      <Form.Item name="channel" label={t('messages.channelLabel')}>
        <Select options={CHANNELS.map((one) => ({ value: one, label: t(`messages.channel.${one}`) }))} />
      </Form.Item>
      <Form.Item name="purpose" label={t('messagePurpose.label')}>
        <Select options={PURPOSES.map((one) => ({ value: one, label: t(`messagePurpose.${one}`) }))} />
      </Form.Item>
    </FormDrawer>
  );
}
