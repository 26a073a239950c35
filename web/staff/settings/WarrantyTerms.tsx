// How long the law and the makers stand in for a car: the law's periods to read, the group's own to write.
import { useQuery } from '@tanstack/react-query';
import { App, DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { TFunction } from 'i18next';
import { CalendarOff, Plus, ScrollText, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WarrantyTermView } from '../../shared/api/types';
import { api } from '../../shared/client';
import { date, kilometres } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { Tag } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';
import { Empty, ErrorState } from '../../shared/ui/states';
import { usePower } from '../session/session';
import { CLOCKS, ENERGIES } from '../vehicles/words';
import { FormDrawer, orNull } from './FormDrawer';

type Row = WarrantyTermView & { id: string };

const DAY = 'YYYY-MM-DD';
const TOUCHES = [['warranty-terms'], ['vehicles']];

export function WarrantyTerms() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const isPhone = useIsPhone();
  const terms = useQuery(read<WarrantyTermView[]>('/warranty-terms'));
  const [isAdding, setAdding] = useState(false);
  const [ending, setEnding] = useState<WarrantyTermView | null>(null);
  const remove = useRemove();
  const refusal = reason('manage_recalls');
  const own = terms.data?.filter((term): term is Row => term.id !== null);
  const law = terms.data?.filter((term) => term.is_law).map((term, index) => ({ ...term, id: String(index) }));
  return (
    <>
      <PageHead title={t('settings.section.warranty')}>
        <Deed type="primary" icon={<Plus size={15} />} reason={refusal} onClick={() => setAdding(true)}>
          {t('warranty.new')}
        </Deed>
      </PageHead>
      {terms.error && !terms.data ? (
        <ErrorState failure={terms.error} onRetry={() => void terms.refetch()} />
      ) : (
        <div className="page-body warranty-terms">
          <h2>{t('warranty.own')}</h2>
          <p className="muted">{t('warranty.ownHint')}</p>
          {own?.length === 0 ? (
            <Empty icon={ScrollText} title={t('warranty.none')} hint={t('warranty.noneHint')} />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what is too wide scrolls by keys
            <section className="table-frame" tabIndex={0} aria-label={t('warranty.own')}>
              <PlainTable
                label={t('warranty.own')}
                rows={own}
                columns={[...columns(t, isPhone), deeds(t, refusal, setEnding, remove)]}
              />
            </section>
          )}
          <h2>{t('warranty.law')}</h2>
          <p className="muted">{t('warranty.lawHint')}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is too wide scrolls by keys */}
          <section className="table-frame" tabIndex={0} aria-label={t('warranty.law')}>
            <PlainTable label={t('warranty.law')} rows={law} columns={columns(t, isPhone)} />
          </section>
        </div>
      )}
      {isAdding && <NewTerm onClose={() => setAdding(false)} />}
      {ending && <EndTerm term={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function columns(t: TFunction, isPhone: boolean): PlainColumn<Row>[] {
  return [
    {
      id: 'clock',
      title: t('warranty.clock'),
      cell: (term) => (
        <span className="two-lines">
          <b>{t(`clock.kind.${term.clock}`)}</b>
          {isPhone && <span>{carsOf(term, t)}</span>}
          <span className="warranty-source">{term.source}</span>
        </span>
      ),
    },
    {
      id: 'cars',
      title: t('warranty.cars'),
      isExtra: true,
      cell: (term) => carsOf(term, t),
    },
    { id: 'length', title: t('warranty.length'), cell: (term) => <span className="num">{lengthOf(term, t)}</span> },
    {
      id: 'sold',
      title: t('warranty.sold'),
      isExtra: true,
      cell: (term) => (
        <span className="num">
          {term.until
            ? t('warranty.between', { since: date(term.since), until: date(term.until) })
            : t('warranty.since', { since: date(term.since) })}
        </span>
      ),
    },
  ];
}

function deeds(
  t: TFunction,
  refusal: string | null,
  onEnd: (term: WarrantyTermView) => void,
  onRemove: (term: WarrantyTermView) => void,
): PlainColumn<Row> {
  return {
    id: 'deeds',
    title: '',
    width: 96,
    alignsEnd: true,
    cell: (term) => (
      <span className="row-deeds">
        {term.until !== null && <Tag tone="slate">{t('warranty.ended')}</Tag>}
        {term.until === null && (
          <Deed
            type="text"
            size="small"
            icon={<CalendarOff size={15} />}
            hint={t('warranty.endOf', { name: t(`clock.kind.${term.clock}`) })}
            reason={refusal}
            onClick={() => onEnd(term)}
          />
        )}
        <Deed
          type="text"
          size="small"
          icon={<Trash2 size={15} />}
          hint={t('warranty.removeOf', { name: t(`clock.kind.${term.clock}`) })}
          reason={refusal}
          onClick={() => onRemove(term)}
        />
      </span>
    ),
  };
}

function carsOf(term: WarrantyTermView, t: TFunction): string {
  return [term.brand, term.energy && t(`energy.${term.energy}`)].filter(Boolean).join(' · ') || t('warranty.allCars');
}

function lengthOf(term: WarrantyTermView, t: TFunction): string {
  const months = term.months ?? 0;
  const time =
    term.days !== null
      ? t('warranty.days', { count: term.days })
      : months % 12 === 0
        ? t('warranty.years', { count: months / 12 })
        : t('warranty.months', { count: months });
  return [time, term.km === null ? null : kilometres(term.km)].filter(Boolean).join(' / ');
}

interface TermWords {
  clock: WarrantyTermView['clock'];
  brand?: string;
  energy?: WarrantyTermView['energy'];
  months: number;
  km?: number | null;
  source: string;
  since: Dayjs;
}

function NewTerm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const must = [{ required: true, message: t('warranty.missing') }];
  return (
    <FormDrawer<TermWords>
      title={t('warranty.new')}
      initial={{ clock: 'whole_car', months: 36, since: dayjs().startOf('year') }}
      touches={TOUCHES}
      onClose={onClose}
      submit={({ since, brand, energy, km, ...words }) =>
        api.post('/warranty-terms', {
          ...words,
          brand: orNull(brand),
          energy: energy ?? null,
          km: km ?? null,
          since: since.format(DAY),
        })
      }
    >
      <Form.Item name="clock" label={t('warranty.clock')} rules={must}>
        <Select options={CLOCKS.map((clock) => ({ value: clock, label: t(`clock.kind.${clock}`) }))} />
      </Form.Item>
      <div className="term-halves">
        <Form.Item name="brand" label={t('attribute.brand')}>
          <Input maxLength={60} placeholder={t('warranty.allBrands')} />
        </Form.Item>
        <Form.Item name="energy" label={t('attribute.energy')}>
          <Select
            allowClear
            placeholder={t('warranty.allCars')}
            options={ENERGIES.map((energy) => ({ value: energy, label: t(`energy.${energy}`) }))}
          />
        </Form.Item>
        <Form.Item name="months" label={t('warranty.monthsLabel')} rules={must}>
          <InputNumber min={1} max={360} precision={0} />
        </Form.Item>
        <Form.Item name="km" label={t('warranty.kmLabel')}>
          <InputNumber
            min={1}
            max={2_999_999}
            precision={0}
            step={10_000}
            suffix="km"
            placeholder={t('warranty.noKm')}
          />
        </Form.Item>
      </div>
      <Form.Item name="since" label={t('warranty.sinceLabel')} rules={must} extra={t('warranty.sinceHint')}>
        <DatePicker format={DAY} allowClear={false} />
      </Form.Item>
      <Form.Item name="source" label={t('warranty.source')} rules={[{ ...must[0], whitespace: true }]}>
        <Input maxLength={200} placeholder={t('warranty.sourceHint')} />
      </Form.Item>
    </FormDrawer>
  );
}

function EndTerm({ term, onClose }: { term: WarrantyTermView; onClose: () => void }) {
  const { t } = useTranslation();
  const [until, setUntil] = useState<Dayjs>(() => dayjs());
  const end = useWrite<void>({
    deed: () => api.put(`/warranty-terms/${term.id}/end`, { until: until.format(DAY) }, { version: term.version ?? 1 }),
    touches: () => TOUCHES,
    done: () => t('common.saved'),
    onDone: onClose,
  });
  return (
    <Modal
      open
      width={400}
      title={t('warranty.endOf', { name: t(`clock.kind.${term.clock}`) })}
      okText={t('warranty.end')}
      confirmLoading={end.isPending}
      onOk={() => end.mutate()}
      onCancel={onClose}
    >
      <p className="muted">{t('warranty.endHint')}</p>
      <div className="small-form">
        <label htmlFor="warranty-until">{t('warranty.untilLabel')}</label>
        <DatePicker
          id="warranty-until"
          format={DAY}
          allowClear={false}
          minDate={dayjs(term.since)}
          value={until}
          onChange={(day) => day && setUntil(day)}
        />
      </div>
    </Modal>
  );
}

function useRemove() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const remove = useWrite<WarrantyTermView>({
    deed: (term) => api.remove(`/warranty-terms/${term.id}`, { version: term.version ?? 1 }),
    touches: () => TOUCHES,
    done: () => t('common.deleted'),
  });
  return (term: WarrantyTermView) =>
    modal.confirm({
      title: t('warranty.removeTitle', { name: t(`clock.kind.${term.clock}`) }),
      content: t('warranty.removeHint'),
      okText: t('settings.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(term).catch(() => {}),
    });
}
