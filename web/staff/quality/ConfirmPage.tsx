// What a customer sees behind the link of the yearly question: no sign-in, their details partly hidden, two answers.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { Link2Off } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConfirmationAnswer, ConfirmationPage } from '../../shared/api/types';
import { api, Problem } from '../../shared/client';
import { date } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import './quality.css';

/** Never given out, too old, or cut short on the way. */
const LEADS_NOWHERE = [400, 404, 409, 410, 422];

export function ConfirmPage() {
  const { t } = useTranslation();
  const { token } = useParams({ from: '/confirm/$token' });
  const path = `/public/confirmations/${encodeURIComponent(token)}`;
  const page = useQuery({ ...read<ConfirmationPage>(path), retry: false });
  // Whoever opens it is a customer: a link that leads nowhere is told in their words.
  if (page.error instanceof Problem && LEADS_NOWHERE.includes(page.error.status)) {
    return (
      <main className="confirm-page">
        <Empty icon={Link2Off} title={t('quality.confirm.gone')} hint={t('quality.confirm.goneHint')} />
      </main>
    );
  }
  if (page.error) return <ErrorState failure={page.error} onRetry={() => void page.refetch()} />;
  return (
    <main className="confirm-page">
      {page.data ? <Details page={page.data} path={path} /> : <Skeleton lines={6} />}
      {page.data && <p className="muted">{t('quality.confirm.until', { at: date(page.data.until) })}</p>}
    </main>
  );
}

function Details({ page, path }: { page: ConfirmationPage; path: string }) {
  const { t } = useTranslation();
  const [given, setGiven] = useState(page.answer);
  const facts = [
    ['name', page.name],
    ['phone', page.phone],
    ['email', page.email],
    ['vehicles', page.vehicles.join('、') || null],
  ] as const;
  return (
    <>
      <h1>{t('quality.confirm.title')}</h1>
      <p>{t('quality.confirm.intro', { store: page.store })}</p>
      <dl>
        {facts
          .filter(([, value]) => value)
          .map(([what, value]) => (
            <div key={what}>
              <dt>{t(`quality.confirm.${what}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {given ? <p role="status">{t(`quality.confirm.thanks.${given}`)}</p> : <Answers path={path} onGiven={setGiven} />}
    </>
  );
}

function Answers({ path, onGiven }: { path: string; onGiven: (answer: ConfirmationAnswer) => void }) {
  const { t } = useTranslation();
  const [isChanged, setChanged] = useState(false);
  const [words, setWords] = useState('');
  const give = useWrite<ConfirmationAnswer>({
    deed: (answer) =>
      api.put(`${path}/answer`, { answer, ...(answer === 'changed' && words.trim() ? { words: words.trim() } : {}) }),
    onDone: (_, answer) => onGiven(answer),
  });
  if (!isChanged) {
    return (
      <div className="confirm-answers">
        <Button type="primary" size="large" loading={give.isPending} onClick={() => give.mutate('right')}>
          {t('quality.confirm.right')}
        </Button>
        <Button size="large" disabled={give.isPending} onClick={() => setChanged(true)}>
          {t('quality.confirm.changedButton')}
        </Button>
      </div>
    );
  }
  return (
    <div className="confirm-answers">
      <Input.TextArea
        aria-label={t('quality.confirm.words')}
        placeholder={t('quality.confirm.words')}
        maxLength={500}
        autoSize={{ minRows: 3, maxRows: 8 }}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="primary" size="large" loading={give.isPending} onClick={() => give.mutate('changed')}>
        {t('quality.confirm.send')}
      </Button>
    </div>
  );
}
