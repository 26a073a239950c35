// A published policy for anybody: no sign-in, only the text.
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyTextView } from '../../../shared/api/types';
import { date } from '../../../shared/format';
import { language } from '../../../shared/i18n';
import { read } from '../../../shared/queries';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { PolicyBody } from './PolicyBody';
import '../privacy.css';

export function PublicPolicyPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/policies/$id' });
  const policy = useQuery({ ...read<PolicyTextView>(`/public/policies/${id}`), retry: false });
  const isEnglish = language() === 'en' && Boolean(policy.data?.body_english);
  const title = (isEnglish ? policy.data?.title_english : policy.data?.title) ?? '';
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);
  if (policy.error) return <ErrorState failure={policy.error} onRetry={() => void policy.refetch()} />;
  return (
    <main className="public-policy">
      {!policy.data && <Skeleton lines={8} />}
      {policy.data && (
        <article lang={isEnglish ? 'en' : 'zh-CN'}>
          <h1>{title}</h1>
          <p className="muted">
            {t('privacy.policies.publishedOn', {
              number: policy.data.number,
              at: date(policy.data.published_at),
            })}
          </p>
          {policy.data.changes && (
            <p className="second">{t('privacy.policies.newIn', { changes: policy.data.changes })}</p>
          )}
          <PolicyBody body={isEnglish ? policy.data.body_english : policy.data.body} />
        </article>
      )}
    </main>
  );
}
