// The wish of a lead: read at a glance, changed in place by those who may.
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LeadView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { budgetOf, wishOf } from './LeadFaces';
import { GRADES, HORIZONS, inFen, inWan } from './words';
import { useLeadWrite } from './write';

interface Words {
  brand?: string;
  series?: string;
  model?: string;
  from?: number | null;
  to?: number | null;
  horizon?: LeadView['horizon'];
  grade?: LeadView['grade'] | null;
  source?: string;
  comment?: string;
}

export function LeadWish({ lead }: { lead: LeadView }) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <WishForm lead={lead} onClose={() => setEditing(false)} />;
  const facts: [string, string | null | undefined][] = [
    [t('leads.column.wish'), wishOf(lead) ?? t('leads.noWish')],
    [t('leads.budget'), budgetOf(lead, t)],
    [t('leads.horizonLabel'), lead.horizon && t(`leads.horizon.${lead.horizon}`)],
    [t('leads.channelLabel'), [t(`leads.channel.${lead.channel}`), lead.source].filter(Boolean).join(' · ')],
    [t('leads.comment'), lead.comment],
  ];
  return (
    <section>
      <h3>
        {t('leads.wish')}
        {lead.can.includes('edit') && (
          <Button
            type="text"
            size="small"
            icon={<Pencil size={13} />}
            aria-label={t('leads.editWish')}
            title={t('leads.editWish')}
            onClick={() => setEditing(true)}
          />
        )}
      </h3>
      <dl className="lead-facts">
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function WishForm({ lead, onClose }: { lead: LeadView; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Words>();
  // What one began with, not what a live refresh has brought since.
  const [begun] = useState(lead);
  const [isWarned, setWarned] = useState(false);
  const write = useLeadWrite<Words>(lead, {
    // Who was told that somebody changed it meanwhile means what they save now.
    deed: (words) =>
      api.patch<LeadView>(`/leads/${lead.id}`, changeOf(words, begun), { version: (isWarned ? lead : begun).version }),
    done: () => t('common.saved'),
    onDone: onClose,
    onStale: () => setWarned(true),
  });
  return (
    <section>
      <h3>{t('leads.wish')}</h3>
      <Form<Words>
        form={form}
        layout="vertical"
        requiredMark={false}
        className="lead-wish"
        initialValues={{
          brand: lead.brand,
          series: lead.series,
          model: lead.model,
          from: wan(lead.budget_min),
          to: wan(lead.budget_max),
          horizon: lead.horizon,
          grade: lead.is_grade_set ? lead.grade : null,
          source: lead.source,
          comment: lead.comment,
        }}
        onFinish={(words) => write.mutate(words)}
      >
        <WishFields />
        <Form.Item name="grade" label={t('leads.gradeLabel')}>
          <Select
            allowClear
            placeholder={t('leads.gradeByRule')}
            options={GRADES.map((one) => ({ value: one, label: t(`leads.grade.${one}`) }))}
          />
        </Form.Item>
        <div className="lead-deeds">
          <Button type="primary" htmlType="submit" loading={write.isPending}>
            {t('common.save')}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </div>
      </Form>
    </section>
  );
}

/** The fields of a wish, in the panel and in the form of a new enquiry. */
export function WishFields() {
  const { t } = useTranslation();
  return (
    <>
      <div className="three">
        <Form.Item name="brand" label={t('leads.brand')}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="series" label={t('leads.series')}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="model" label={t('leads.model')}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
      </div>
      <div className="two">
        <Form.Item label={t('leads.budget')} className="lead-budget">
          <Form.Item name="from" noStyle>
            <InputNumber min={0} max={10000} precision={1} aria-label={t('leads.budgetFromLabel')} />
          </Form.Item>
          <span className="muted"> – </span>
          <Form.Item name="to" noStyle>
            <InputNumber min={0} max={10000} precision={1} aria-label={t('leads.budgetToLabel')} />
          </Form.Item>
        </Form.Item>
        <Form.Item name="horizon" label={t('leads.horizonLabel')}>
          <Select
            allowClear
            placeholder={t('filter.value')}
            options={HORIZONS.map((one) => ({ value: one, label: t(`leads.horizon.${one}`) }))}
          />
        </Form.Item>
      </div>
      <Form.Item name="source" label={t('leads.source')} extra={t('leads.sourceHint')}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="comment" label={t('leads.comment')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
      </Form.Item>
    </>
  );
}

function wan(fen: number | null | undefined): number | null {
  return fen === null || fen === undefined ? null : inWan(fen);
}

/** Only what differs; a grade is named when it was set, is being set, or is left to the rule again. */
function changeOf(words: Words, lead: LeadView): object {
  const plain = (text: string | null | undefined) => text?.trim() || null;
  const wish = {
    brand: plain(words.brand),
    series: plain(words.series),
    model: plain(words.model),
    // Shown to a tenth, so that what is finer and was left alone stays.
    budget_min: words.from === wan(lead.budget_min) ? lead.budget_min : inFen(words.from),
    budget_max: words.to === wan(lead.budget_max) ? lead.budget_max : inFen(words.to),
    horizon: words.horizon ?? null,
    source: plain(words.source),
    comment: plain(words.comment),
  };
  const changed = Object.entries(wish).filter(
    ([field, value]) => (value ?? null) !== (lead[field as keyof typeof wish] ?? null),
  );
  const isGradeNamed = (words.grade ?? null) !== (lead.is_grade_set ? lead.grade : null);
  return { ...Object.fromEntries(changed), ...(isGradeNamed ? { grade: words.grade ?? null } : {}) };
}
