// The way in for machines: how to begin, examples to copy, and every endpoint there is.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Segmented } from 'antd';
import { BookOpen, FileJson, KeyRound, Search, SearchX } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../shared/client';
import { CopyButton, CopyLine } from '../../shared/ui/Copy';
import { PageHead } from '../../shared/ui/PageHead';
import { Empty, ErrorState, Skeleton } from '../../shared/ui/states';
import './api.css';
import { byTag, type Endpoint, endpointsOf, foundBy, type OpenApi } from './openapi';

const DOCS = '/api/docs';
const SPEC = '/api/openapi.json';

export function ApiPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('page.api')}>
        <Button icon={<FileJson size={14} />} href={SPEC} target="_blank">
          {t('developers.spec')}
        </Button>
        <Button type="primary" icon={<BookOpen size={14} />} href={DOCS} target="_blank">
          {t('developers.docs')}
        </Button>
      </PageHead>
      <div className="page-body api-page">
        <p className="api-intro">{t('developers.intro')}</p>
        <Steps />
        <Examples />
        <Endpoints />
      </div>
    </>
  );
}

function Steps() {
  const { t } = useTranslation();
  const steps = ['step1', 'step2', 'step3'] as const;
  return (
    <ol className="api-steps" aria-label={t('developers.how')}>
      {steps.map((step) => (
        <li key={step}>
          <b>{t(`developers.${step}`)}</b>
          <p>{t(`developers.${step}Hint`)}</p>
          {step === 'step1' && (
            <Link to="/settings/$section" params={{ section: 'keys' }} className="link">
              <KeyRound size={13} /> {t('developers.keys')}
            </Link>
          )}
        </li>
      ))}
    </ol>
  );
}

const EXAMPLES = ['list', 'create', 'change', 'live'] as const;

function Examples() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<(typeof EXAMPLES)[number]>('list');
  const base = `${location.origin}/api/v1`;
  const key = '-H "Authorization: Bearer $ROADBOOK_KEY"';
  const json = '-H "Content-Type: application/json"';
  const commands = {
    list: `curl ${key} \\\n  "${base}/customers?filter=stage:is:owner&filter=next_service:within_days:30&limit=50"`,
    create: `curl -X POST ${key} ${json} \\\n  -H "Idempotency-Key: $(uuidgen)" \\\n  -d '{"kind":"person","name":"梁子萱","phones":["13800138000"],"source":"website"}' \\\n  "${base}/customers"`,
    change: `curl -X PATCH ${key} ${json} \\\n  -H 'If-Match: "3"' \\\n  -d '{"stage":"intent"}' \\\n  "${base}/customers/$ID"`,
    live: `curl -N ${key} \\\n  -H "Accept: text/event-stream" \\\n  "${base}/live"`,
  };
  return (
    <section className="api-examples" aria-label={t('developers.examples')}>
      <header>
        <h2>{t('developers.examples')}</h2>
        <Segmented
          aria-label={t('developers.examples')}
          value={chosen}
          onChange={setChosen}
          options={EXAMPLES.map((one) => ({ value: one, label: t(`developers.example.${one}`) }))}
        />
      </header>
      <CopyLine text={commands[chosen]} />
    </section>
  );
}

function Endpoints() {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/developers' });
  const { q = '' } = useSearch({ from: '/staff/developers' });
  const words = useDeferredValue(q);
  const document = useQuery({ queryKey: ['openapi'], queryFn: readOpenApi, staleTime: 600_000 });
  const endpoints = useMemo(() => (document.data ? endpointsOf(document.data) : []), [document.data]);
  const found = foundBy(endpoints, words);
  return (
    <section className="api-endpoints" aria-label={t('developers.endpoints')}>
      <header>
        <h2>{t('developers.endpoints')}</h2>
        {document.data && <span className="muted num">{t('developers.total', { count: found.length })}</span>}
        <div className="spring" />
        <Input
          data-page-search
          prefix={<Search size={14} />}
          allowClear
          value={q}
          placeholder={t('developers.search')}
          aria-label={t('developers.search')}
          style={{ width: 260 }}
          onChange={(event) => void navigate({ search: { q: event.target.value || undefined }, replace: true })}
        />
      </header>
      {!document.data && !document.error && <Skeleton lines={8} />}
      {document.error && !document.data && (
        <ErrorState failure={document.error} onRetry={() => void document.refetch()} />
      )}
      {document.data && found.length === 0 && <Empty icon={SearchX} title={t('developers.none')} />}
      {document.data &&
        byTag(found, document.data).map(([tag, list]) => <TagGroup key={tag} tag={tag} endpoints={list} />)}
    </section>
  );
}

function TagGroup({ tag, endpoints }: { tag: string; endpoints: Endpoint[] }) {
  const { t } = useTranslation();
  return (
    <div className="api-tag">
      <h3>
        {t(`developers.tag.${tag}`, { defaultValue: tag })} <span className="muted num">{endpoints.length}</span>
      </h3>
      <ul>
        {endpoints.map(({ method, path, summary }) => (
          <li key={`${method} ${path}`}>
            <span className={`method ${method}`}>{method.toUpperCase()}</span>
            <code className="cut">{path}</code>
            <span className="second cut">{summary}</span>
            <CopyButton text={`${location.origin}${path}`} />
          </li>
        ))}
      </ul>
    </div>
  );
}

async function readOpenApi({ signal }: { signal: AbortSignal }): Promise<OpenApi> {
  const response = await fetch(SPEC, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Problem(response.status, {});
  return (await response.json()) as OpenApi;
}
