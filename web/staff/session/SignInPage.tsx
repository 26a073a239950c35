// The door: login and password, the second step, and in a demonstration the people one may be.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { ArrowRight, Languages } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { About, DemoLogin, HalfwayView, SessionView, SignIn } from '../../shared/api/types';
import { api, type Problem, refusalWords } from '../../shared/client';
import { chooseLanguage, language } from '../../shared/i18n';
import { problemWords, read } from '../../shared/queries';
import { Avatar } from '../../shared/ui/faces';
import { Logo } from '../shell/StoreSwitch';
import { ProviderButtons } from './ProviderButtons';
import { SecondStep } from './SecondStep';
import { sessionQuery } from './session';
import './session.css';

export function SignInPage() {
  const { t } = useTranslation();
  const [form] = Form.useForm<SignIn>();
  const { to, problem, step } = useSearch({ from: '/sign-in' });
  const { data: about } = useQuery(read<About>('/about'));
  const [halfway, setHalfway] = useState<HalfwayView['wants'] | null>(step ?? null);
  const enter = useEnter();
  const signIn = useSignIn(enter, setHalfway);
  useEffect(() => {
    document.title = `${t('session.signIn')} · 路书 Roadbook`;
  }, [t]);
  const enterAs = ({ login, password }: DemoLogin) => {
    form.setFieldsValue({ login, password });
    signIn.mutate({ login, password });
  };
  return (
    <div className={about?.demo ? 'door with-demo' : 'door'}>
      <section className="door-card">
        <Logo size={40} />
        {halfway ? (
          <SecondStep
            wants={halfway}
            onSignedIn={(session) => void enter(session)}
            onBack={() => {
              setHalfway(null);
              form.resetFields(['password']);
            }}
          />
        ) : (
          <>
            <h1>{t('session.welcome')}</h1>
            <p className="second">{t('session.claim')}</p>
            <Form<SignIn> form={form} layout="vertical" requiredMark={false} onFinish={(words) => signIn.mutate(words)}>
              <Form.Item
                name="login"
                label={t('session.login')}
                rules={[{ required: true, message: t('session.loginMissing') }]}
              >
                <Input size="large" autoFocus autoComplete="username" autoCapitalize="none" spellCheck={false} />
              </Form.Item>
              <Form.Item
                name="password"
                label={t('session.password')}
                rules={[{ required: true, message: t('session.passwordMissing') }]}
              >
                <Input.Password size="large" autoComplete="current-password" />
              </Form.Item>
              {signIn.error && (
                <p className="door-problem" role="alert">
                  {problemWords(signIn.error, t).title}
                </p>
              )}
              {problem && !signIn.error && (
                <p className="door-problem" role="alert">
                  {refusalWords(problem, t('identity.failed'))}
                </p>
              )}
              <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
                {t('session.signIn')}
              </Button>
            </Form>
            <ProviderButtons returnTo={to} />
          </>
        )}
      </section>
      {about?.demo && (
        <section className="door-card demo" aria-label={t('session.demo')}>
          <h2>{t('session.demo')}</h2>
          <p className="muted">{t('session.demoHint')}</p>
          {about.demo_logins.map((person) => (
            <button key={person.login} type="button" className="demo-login" onClick={() => enterAs(person)}>
              <Avatar name={person.name} size={30} />
              <span className="names">
                <b>{person.name}</b>
                <span>
                  {person.role_name} · {person.login}
                </span>
              </span>
              <ArrowRight size={15} />
            </button>
          ))}
        </section>
      )}
      <footer className="door-foot muted">
        <button type="button" onClick={() => void chooseLanguage(language() === 'zh' ? 'en' : 'zh')}>
          <Languages size={14} /> {language() === 'zh' ? 'English' : '简体中文'}
        </button>
        {about && <span className="num">Roadbook {about.version}</span>}
      </footer>
    </div>
  );
}

/** Sends login and password; what comes back is a session, or the second step. */
function useSignIn(
  onSession: (session: SessionView) => Promise<void>,
  onHalfway: (wants: HalfwayView['wants']) => void,
) {
  return useMutation<SessionView | HalfwayView, Problem, SignIn>({
    mutationFn: (words) => api.post('/session', words),
    onSuccess: async (answer) => {
      if ('wants' in answer) onHalfway(answer.wants);
      else await onSession(answer);
    },
  });
}

/** Goes where one wanted to go; only to addresses of this app. */
function useEnter() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  return async (session: SessionView) => {
    client.clear();
    client.setQueryData(sessionQuery.queryKey, session);
    const isOurs = to?.startsWith('/') && !to.startsWith('//');
    await navigate({ href: isOurs ? to : '/', replace: true });
  };
}
