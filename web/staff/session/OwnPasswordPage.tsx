// In place of every page while one's password is somebody else's choice.
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../shared/format';
import { useSignOut } from '../shell/PersonMenu';
import { Logo } from '../shell/StoreSwitch';
import { PasswordForm } from './PasswordForm';
import './session.css';

export function OwnPasswordPage({ due }: { due: string }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  useEffect(() => {
    document.title = `${t('ownPassword.title')} · 路书 Roadbook`;
  }, [t]);
  return (
    <main className="door">
      <section className="door-card">
        <Logo size={40} />
        <h1>{t('ownPassword.title')}</h1>
        <p className="second">{t('ownPassword.why', { at: dateTime(due) })}</p>
        <PasswordForm isAlone />
        <Button type="link" size="small" block style={{ marginTop: 10 }} onClick={signOut}>
          {t('session.signOut')}
        </Button>
      </section>
    </main>
  );
}
