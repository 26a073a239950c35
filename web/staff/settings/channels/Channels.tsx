// By which carriers messages leave the house, when they may, how many, and what they cost.
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelCheckView, ChannelSetupView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read, useWrite } from '../../../shared/queries';
import { CopyButton } from '../../../shared/ui/Copy';
import { Deed } from '../../../shared/ui/Deed';
import { Tag } from '../../../shared/ui/faces';
import { PageHead } from '../../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { ChannelSign } from '../../messages/channels';
import { usePower } from '../../session/session';
import { ChannelForm } from './ChannelForm';
import { Limits } from './Limits';
import { Prices } from './Prices';
import './channels.css';

export function Channels() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const refusal = reason('manage_channels');
  const setups = useQuery({ ...read<ChannelSetupView[]>('/channel-setups'), enabled: refusal === null });
  const [open, setOpen] = useState<ChannelSetupView | null>(null);
  if (refusal) {
    return (
      <>
        <PageHead title={t('settings.section.channels')} />
        <div className="page-body">
          <Alert type="info" showIcon title={refusal} />
        </div>
      </>
    );
  }
  return (
    <>
      <PageHead title={t('settings.section.channels')} />
      <div className="page-body settings-cards">
        <section className="card" aria-label={t('channels.title')}>
          <header>
            <h2>{t('channels.title')}</h2>
          </header>
          <div className="inside">
            <p className="second">{t('channels.hint')}</p>
            {setups.error && !setups.data && (
              <ErrorState failure={setups.error} onRetry={() => void setups.refetch()} />
            )}
            {!setups.data && !setups.error && <Skeleton lines={4} />}
            <ul className="channel-list">
              {setups.data?.map((setup) => (
                <Channel key={setup.channel} setup={setup} onEdit={() => setOpen(setup)} />
              ))}
            </ul>
          </div>
        </section>
        <Limits />
        <Prices />
      </div>
      {open && <ChannelForm setup={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Channel({ setup, onEdit }: { setup: ChannelSetupView; onEdit: () => void }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<ChannelCheckView | null>(null);
  const check = useWrite<void, ChannelCheckView>({
    deed: () => api.post(`/channel-setups/${setup.channel}/checks`),
    onDone: setOutcome,
  });
  const { carrier } = setup.settings;
  const isStandIn = carrier === 'stand_in' && !setup.configured;
  const callback = setup.callback && `${window.location.origin}${setup.callback}`;
  return (
    <li>
      <ChannelSign channel={setup.channel} />
      <div className="two-lines">
        <b>{t(`messages.channel.${setup.channel}`)}</b>
        <span className="second">
          {carrier === 'stand_in' && setup.configured
            ? t('channels.configured', { carrier: t(`channels.carrier.${setup.configured.replace('-', '_')}`) })
            : t(`channels.carrier.${carrier}`)}
          {'signature' in setup.settings && ` · 【${setup.settings.signature}】`}
          {'from' in setup.settings && ` · ${setup.settings.from}`}
        </span>
        {callback && (
          <span className="second" title={t('channels.callbackHint')}>
            {t('channels.callback')} {callback} <CopyButton text={callback} label={t('channels.callback')} />
          </span>
        )}
        {setup.public_key && (
          <span className="second">
            {t('channels.publicKey')} {setup.public_key.slice(0, 16)}…{' '}
            <CopyButton text={setup.public_key} label={t('channels.publicKey')} />
          </span>
        )}
        {outcome && (
          <span className={outcome.is_reached ? 'good' : 'late'} role="status">
            {outcome.is_reached ? t('channels.reached') : t('channels.notReached', { cause: outcome.cause })}
          </span>
        )}
      </div>
      <div className="spring" />
      {isStandIn && <Tag tone="slate">{t('channels.carrier.stand_in')}</Tag>}
      {!isStandIn && (
        <Deed size="small" loading={check.isPending} onClick={() => check.mutate()}>
          {t('channels.check')}
        </Deed>
      )}
      <Deed
        size="small"
        onClick={onEdit}
        aria-label={t('channels.edit', { channel: t(`messages.channel.${setup.channel}`) })}
      >
        {t('channels.change')}
      </Deed>
    </li>
  );
}
