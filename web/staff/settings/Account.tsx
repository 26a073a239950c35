// Oneself: how the pages look, the password, and the devices one is signed in on.
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { Laptop, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SessionRow } from '../../shared/api/types';
import { api } from '../../shared/client';
import { chooseLanguage, type Language, language } from '../../shared/i18n';
import { useWrite } from '../../shared/queries';
import { chooseTheme, type ThemeChoice, useTheme } from '../../shared/theme';
import { Avatar, Tag } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { listed } from '../../shared/whole';
import { PasswordForm } from '../session/PasswordForm';
import { useSession } from '../session/session';
import { Browsers } from './Browsers';
import { CardHead } from './CardHead';
import { dayOrTime, deviceWords, isHandheld } from './device';
import { Identities } from './signin/Identities';
import { SecondFactor } from './signin/SecondFactor';

export function Account() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('settings.section.account')} />
      <div className="page-body settings-cards">
        <Me />
        <Look />
        <Password />
        <SecondFactor />
        <Identities />
        <Sessions />
        <Browsers />
      </div>
    </>
  );
}

function Me() {
  const { t } = useTranslation();
  const { staff, roles, stores } = useSession();
  return (
    <section className="card">
      <div className="inside me">
        <Avatar name={staff.name} size={52} />
        <div>
          <h2>{staff.name}</h2>
          <p className="second">{[staff.title, staff.login].filter(Boolean).join(' · ')}</p>
        </div>
        <dl>
          <dt>{t('settings.account.roles')}</dt>
          <dd>{roles.join('、') || '—'}</dd>
          <dt>{t('settings.account.stores')}</dt>
          <dd>{stores.map((store) => store.name).join('、')}</dd>
        </dl>
      </div>
    </section>
  );
}

function Look() {
  const { t } = useTranslation();
  const { choice } = useTheme();
  return (
    <section className="card">
      <CardHead title={t('settings.account.look')} hint={t('settings.account.lookHint')} />
      <div className="inside lines">
        <div>
          <span>{t('settings.account.language')}</span>
          <Segmented<Language>
            aria-label={t('settings.account.language')}
            value={language()}
            onChange={(chosen) => void chooseLanguage(chosen)}
            options={[
              { value: 'zh', label: '简体中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
        <div>
          <span>{t('settings.account.theme')}</span>
          <Segmented<ThemeChoice>
            aria-label={t('settings.account.theme')}
            value={choice}
            onChange={chooseTheme}
            options={(['light', 'dark', 'system'] as const).map((one) => ({ value: one, label: t(`theme.${one}`) }))}
          />
        </div>
      </div>
    </section>
  );
}

function Password() {
  const { t } = useTranslation();
  return (
    <section className="card">
      <CardHead title={t('settings.account.password')} hint={t('settings.account.passwordHint')} />
      <PasswordForm className="inside password-form" />
    </section>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const sessions = useQuery(listed<SessionRow>('/sessions'));
  const revoke = useWrite<SessionRow>({
    deed: ({ id }) => api.remove(`/sessions/${id}`),
    touches: () => [['sessions']],
    done: () => t('settings.account.revoked'),
  });
  const revokeOthers = useWrite({
    deed: () => api.remove('/sessions'),
    touches: () => [['sessions']],
    done: () => t('factor.othersOut'),
  });
  return (
    <section className="card">
      <CardHead title={t('settings.account.sessions')} hint={t('settings.account.sessionsHint')}>
        {(sessions.data?.length ?? 0) > 1 && (
          <Button size="small" loading={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
            {t('factor.signOutOthers')}
          </Button>
        )}
      </CardHead>
      <div className="inside devices">
        {!sessions.data && !sessions.error && <Skeleton lines={3} />}
        {sessions.error && !sessions.data && (
          <ErrorState failure={sessions.error} onRetry={() => void sessions.refetch()} />
        )}
        {sessions.data?.map((session) => {
          const device = deviceWords(session.device) || t('settings.account.unknownDevice');
          const Icon = isHandheld(session.device) ? Smartphone : Laptop;
          return (
            <div key={session.id}>
              <Icon size={18} />
              <div className="two-lines">
                <b title={session.device}>
                  {device} {session.is_current && <Tag tone="green">{t('settings.account.here')}</Tag>}
                </b>
                <span className="num">
                  {[
                    session.address,
                    t('settings.account.seen', { when: dayOrTime(session.seen_at) }),
                    t('settings.account.since', { when: dayOrTime(session.created_at) }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </div>
              {!session.is_current && (
                <Button
                  size="small"
                  aria-label={t('settings.account.revokeOf', { device })}
                  onClick={() => revoke.mutate(session)}
                >
                  {t('settings.account.revoke')}
                </Button>
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}
