// Who would get an enquiry like this now: asked of the real rules, without anybody's turn moving on.
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssignmentPreview } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useSettled } from '../../../shared/settled';
import { Person, Tag } from '../../../shared/ui/faces';
import { Skeleton } from '../../../shared/ui/states';
import { CHANNELS, HORIZONS } from '../words';

interface Asked {
  channel: string;
  brand: string;
  series: string;
  horizon: string | null;
}

export function Preview({ store }: { store: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>({ channel: 'website', brand: '', series: '', horizon: null });
  const settled = useSettled(asked, 250);
  const { data } = useQuery({
    // Below the rules, so that a changed rule asks again.
    queryKey: ['assignment-rules', 'previews', store, settled],
    queryFn: () => api.post<AssignmentPreview>('/assignment-rules/previews', { store_id: store, ...given(settled) }),
    placeholderData: (old) => old,
  });
  const set = (part: Partial<Asked>) => setAsked((old) => ({ ...old, ...part }));
  return (
    <section className="card rule-preview" aria-label={t('assignment.preview')}>
      <header>
        <h2>{t('assignment.preview')}</h2>
      </header>
      <div className="inside">
        <p className="second">{t('assignment.previewHint')}</p>
        <div className="rule-preview-form">
          <Select
            aria-label={t('leads.channelLabel')}
            value={asked.channel}
            onChange={(channel) => set({ channel })}
            options={CHANNELS.map((one) => ({ value: one, label: t(`leads.channel.${one}`) }))}
          />
          <Select
            aria-label={t('leads.horizonLabel')}
            allowClear
            placeholder={t('leads.horizonLabel')}
            value={asked.horizon}
            onChange={(horizon) => set({ horizon: horizon ?? null })}
            options={HORIZONS.map((one) => ({ value: one, label: t(`leads.horizon.${one}`) }))}
          />
          <Input
            aria-label={t('leads.brand')}
            placeholder={t('leads.brand')}
            maxLength={60}
            value={asked.brand}
            onChange={({ target }) => set({ brand: target.value })}
          />
          <Input
            aria-label={t('leads.series')}
            placeholder={t('leads.series')}
            maxLength={60}
            value={asked.series}
            onChange={({ target }) => set({ series: target.value })}
          />
        </div>
        {data ? <Outcome preview={data} /> : <Skeleton lines={3} />}
      </div>
    </section>
  );
}

function Outcome({ preview }: { preview: AssignmentPreview }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="rule-outcome" role="status">
        {preview.consultant ? (
          <Person person={preview.consultant} size={24} />
        ) : (
          <Tag tone="slate">{t('leads.inPool')}</Tag>
        )}
        <span className="second">
          {preview.rule ? t('assignment.byRule', { title: preview.rule.title }) : t('assignment.byNone')}
        </span>
      </p>
      <ol className="rule-asked">
        {preview.asked.map(({ rule, holds, people }) => (
          <li key={rule.id} className={holds ? '' : 'off'}>
            <b>{rule.title}</b>{' '}
            <span className="second">
              {!holds
                ? t('assignment.notMeant')
                : people.length === 0
                  ? t('leads.inPool')
                  : people
                      .map(({ staff, passed_over }) =>
                        passed_over ? `${staff.name}（${t(`assignment.over.${passed_over}`)}）` : staff.name,
                      )
                      .join(t('assignment.or'))}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function given({ channel, brand, series, horizon }: Asked) {
  return { channel, brand: brand.trim() || null, series: series.trim() || null, horizon };
}
