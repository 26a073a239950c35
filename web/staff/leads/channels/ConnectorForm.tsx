// A connector in the side panel: whose leads they are, how the sender proves itself, and where the fields are found, tried on a sample.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectorFormat, ConnectorView, ConnectorWithSecret, PayloadFormat } from '../../../shared/api/types';
import { api, type Problem } from '../../../shared/client';
import { useIsPhone } from '../../../shared/media';
import { read, useWrite } from '../../../shared/queries';
import { CarefulDrawer } from '../../../shared/ui/CarefulDrawer';
import { Skeleton } from '../../../shared/ui/states';
import { useSession } from '../../session/session';
import { orNull, showAtFields } from '../../settings/FormDrawer';
import { CHANNELS } from '../words';
import { MappingEditor } from './MappingEditor';
import { type Lines, linesOf, mappingOf } from './mapping';
import '../../../shared/ui/forms.css';

interface ConnectorFormProps {
  /** Nothing for a new one. */
  connector: ConnectorView | null;
  onClose: () => void;
  onMade: (made: ConnectorWithSecret) => void;
}

interface Words {
  name: string;
  channel: ConnectorView['channel'];
  store_id?: string;
  signature: ConnectorView['signature'];
  signature_header?: string;
  secret?: string;
}

const FORMATS: readonly PayloadFormat[] = ['website', 'json', 'form', 'xml', 'adf', 'feiyu'];
const SIGNATURES = ['none', 'hmac', 'token', 'feiyu'] as const;
/** The channel that is nearly always meant. */
const CHANNEL_OF: Partial<Record<PayloadFormat, ConnectorView['channel']>> = { website: 'website', feiyu: 'douyin' };

export function ConnectorForm({ connector, onClose, onMade }: ConnectorFormProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { data: formats } = useQuery(read<ConnectorFormat[]>('/connector-formats'));
  const [format, setFormat] = useState<PayloadFormat>(connector?.format ?? 'website');
  const ready = formats?.find((one) => one.format === format);
  return (
    <CarefulDrawer
      open
      onClose={onClose}
      size={isPhone ? '100%' : 760}
      title={connector ? t('leadChannels.edit', { name: connector.name }) : t('leadChannels.new')}
    >
      {!connector && (
        <div className="format-choice">
          <span className="format-label">{t('leadChannels.formatLabel')}</span>
          <div className="format-cards" role="radiogroup" aria-label={t('leadChannels.formatLabel')}>
            {FORMATS.map((one) => (
              <label key={one} className={one === format ? 'chosen' : ''}>
                <input
                  type="radio"
                  name="format"
                  checked={one === format}
                  onChange={() => setFormat(one)}
                  aria-label={t(`leadChannels.format.${one}`)}
                />
                <b>{t(`leadChannels.format.${one}`)}</b>
                <span>{t(`leadChannels.formatHint.${one}`)}</span>
              </label>
            ))}
          </div>
        </div>
      )}
      {ready ? (
        <Fields key={format} ready={ready} connector={connector} onClose={onClose} onMade={onMade} />
      ) : (
        <Skeleton lines={10} />
      )}
    </CarefulDrawer>
  );
}

function Fields({ ready, connector, onClose, onMade }: ConnectorFormProps & { ready: ConnectorFormat }) {
  const { t } = useTranslation();
  const { stores } = useSession();
  const [form] = Form.useForm<Words>();
  const start = connector?.mapping ?? ready.mapping;
  const [lines, setLines] = useState<Lines>(() => linesOf(start));
  const [each, setEach] = useState(start.each ?? '');
  const [atLines, setAtLines] = useState<string[]>([]);
  const save = useWrite<Words, ConnectorWithSecret | ConnectorView>({
    deed: ({ secret, store_id, ...words }) => {
      const body = {
        ...words,
        signature_header: orNull(words.signature_header),
        mapping: mappingOf(lines, each),
      };
      if (connector) return api.patch(`/connectors/${connector.id}`, body, { version: connector.version });
      return api.post<ConnectorWithSecret>('/connectors', {
        ...body,
        format: ready.format,
        store_id,
        secret: orNull(secret),
      });
    },
    touches: () => [['connectors']],
    done: () => t('common.saved'),
    onDone: (answer) => {
      onClose();
      if (!connector) onMade(answer as ConnectorWithSecret);
    },
    onProblem: (problem: Problem) => {
      const ofMapping = problem.errors.filter(({ field }) => field.startsWith('mapping'));
      setAtLines(ofMapping.map(({ message }) => message));
      return showAtFields(form, problem) || ofMapping.length > 0;
    },
  });
  const isWebsite = ready.format === 'website';
  const firstStore = stores[0]?.id;
  return (
    <Form<Words>
      form={form}
      layout="vertical"
      requiredMark={false}
      className="connector-form"
      initialValues={{
        name: connector?.name ?? '',
        channel: connector?.channel ?? CHANNEL_OF[ready.format] ?? 'other',
        signature: connector?.signature ?? ready.signature,
        signature_header: connector?.signature_header ?? ready.signature_header ?? '',
        ...(firstStore ? { store_id: firstStore } : {}),
      }}
      onFinish={(words) => save.mutate(words)}
    >
      <div className="two-fields">
        <Form.Item
          name="name"
          label={t('leadChannels.name')}
          rules={[{ required: true, whitespace: true, message: t('leadChannels.nameMissing') }]}
        >
          <Input maxLength={60} placeholder={t('leadChannels.nameHint')} />
        </Form.Item>
        <Form.Item name="channel" label={t('leads.channelLabel')}>
          <Select options={CHANNELS.map((one) => ({ value: one, label: t(`leads.channel.${one}`) }))} />
        </Form.Item>
        {!connector && stores.length > 1 && (
          <Form.Item name="store_id" label={t('leadChannels.store')}>
            <Select options={stores.map((store) => ({ value: store.id, label: store.name }))} />
          </Form.Item>
        )}
        <Form.Item
          name="signature"
          label={t('leadChannels.signatureLabel')}
          extra={isWebsite ? t('leadChannels.websiteGuards') : undefined}
        >
          <Select
            disabled={isWebsite}
            options={SIGNATURES.map((one) => ({ value: one, label: t(`leadChannels.signature.${one}`) }))}
            onChange={(kind: Words['signature']) => {
              const usual = {
                none: '',
                hmac: 'x-roadbook-signature',
                token: 'x-roadbook-token',
                feiyu: 'x-open-signature',
              };
              form.setFieldValue('signature_header', usual[kind]);
            }}
          />
        </Form.Item>
        <Form.Item noStyle dependencies={['signature']}>
          {({ getFieldValue }) =>
            getFieldValue('signature') !== 'none' && (
              <>
                <Form.Item
                  name="signature_header"
                  label={t('leadChannels.header')}
                  extra={t('leadChannels.headerHint')}
                >
                  <Input maxLength={60} autoComplete="off" />
                </Form.Item>
                {!connector && (
                  <Form.Item name="secret" label={t('leadChannels.ownSecret')} extra={t('leadChannels.ownSecretHint')}>
                    <Input maxLength={200} autoComplete="off" />
                  </Form.Item>
                )}
              </>
            )
          }
        </Form.Item>
      </div>
      <MappingEditor
        format={ready.format}
        sample={ready.sample}
        lines={lines}
        each={each}
        faults={atLines}
        onChange={(next, list) => {
          setLines(next);
          setEach(list);
          setAtLines([]);
        }}
      />
      <div className="form-foot">
        <div className="spring" />
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('settings.save')}
        </Button>
      </div>
    </Form>
  );
}
