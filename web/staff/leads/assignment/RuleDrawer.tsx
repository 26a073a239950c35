// One rule in the side panel: when, to whom, with which weights.
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AssignmentRuleView, LeadTakerList } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read } from '../../../shared/queries';
import { FormDrawer } from '../../settings/FormDrawer';
import { CHANNELS, HORIZONS } from '../words';

interface Words {
  title: string;
  is_active: boolean;
  channels: string[];
  brands: string[];
  series: string[];
  horizons: string[];
  people: { staff_id?: string; weight?: number | null }[];
}

interface RuleDrawerProps {
  store: string;
  /** A new one when left out. */
  rule: AssignmentRuleView | undefined;
  onClose: () => void;
}

export function RuleDrawer({ store, rule, onClose }: RuleDrawerProps) {
  const { t } = useTranslation();
  const { data: takers } = useQuery(read<LeadTakerList>('/lead-takers', { store }));
  const known = new Map(rule?.people.map(({ staff }) => [staff.id, staff.name]));
  for (const { staff } of takers?.items ?? []) known.set(staff.id, staff.name);
  const people = [...known].map(([value, label]) => ({ value, label }));
  const required = [{ required: true, message: t('assignment.personMissing') }];
  return (
    <FormDrawer<Words>
      title={t(rule ? 'assignment.edit' : 'assignment.add')}
      initial={
        rule ? wordsOf(rule) : { is_active: true, channels: [], brands: [], series: [], horizons: [], people: [] }
      }
      touches={[['assignment-rules']]}
      onClose={onClose}
      width={520}
      submit={(words) =>
        rule
          ? api.put(`/assignment-rules/${rule.id}`, sent(words), { version: rule.version })
          : api.post('/assignment-rules', { ...sent(words), store_id: store })
      }
    >
      <Form.Item
        name="title"
        label={t('assignment.name')}
        rules={[{ required: true, whitespace: true, message: t('assignment.nameMissing') }]}
      >
        <Input maxLength={60} autoFocus placeholder={t('assignment.nameHint')} />
      </Form.Item>
      <Form.Item name="is_active" label={t('assignment.active')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <h3>{t('assignment.whenTitle')}</h3>
      <p className="second">{t('assignment.whenHint')}</p>
      <Form.Item name="channels" label={t('leads.channelLabel')}>
        <Select
          mode="multiple"
          allowClear
          placeholder={t('leads.anyChannel')}
          options={CHANNELS.map((one) => ({ value: one, label: t(`leads.channel.${one}`) }))}
        />
      </Form.Item>
      <div className="halves">
        <Form.Item name="brands" label={t('leads.brand')}>
          <Select mode="tags" open={false} suffixIcon={null} placeholder={t('assignment.anyBrand')} />
        </Form.Item>
        <Form.Item name="series" label={t('leads.series')}>
          <Select mode="tags" open={false} suffixIcon={null} placeholder={t('assignment.anySeries')} />
        </Form.Item>
      </div>
      <Form.Item name="horizons" label={t('leads.horizonLabel')}>
        <Select
          mode="multiple"
          allowClear
          placeholder={t('assignment.anyHorizon')}
          options={HORIZONS.map((one) => ({ value: one, label: t(`leads.horizon.${one}`) }))}
        />
      </Form.Item>
      <h3>{t('assignment.toTitle')}</h3>
      <p className="second">{t('assignment.toHint')}</p>
      <Form.List name="people">
        {(fields, { add, remove }) => (
          <div className="rule-form-people">
            {fields.map(({ key, name }) => (
              <div key={key} className="rule-form-person">
                <Form.Item name={[name, 'staff_id']} rules={required}>
                  <Select
                    showSearch={{ optionFilterProp: 'label' }}
                    options={people}
                    placeholder={t('assignment.person')}
                    aria-label={t('assignment.person')}
                  />
                </Form.Item>
                <Form.Item name={[name, 'weight']}>
                  <InputNumber min={1} max={100} precision={0} prefix="×" aria-label={t('assignment.weight')} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<Trash2 size={14} />}
                  aria-label={t('assignment.takeOut')}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            <Button icon={<Plus size={14} />} onClick={() => add({ weight: 1 })}>
              {t('assignment.addPerson')}
            </Button>
          </div>
        )}
      </Form.List>
    </FormDrawer>
  );
}

/** A rule as it is sent back. */
export function formOf({ title, is_active, conditions, people }: AssignmentRuleView) {
  return { title, is_active, conditions, people: people.map(({ staff, weight }) => ({ staff_id: staff.id, weight })) };
}

function wordsOf(rule: AssignmentRuleView): Words {
  const { conditions, ...rest } = formOf(rule);
  const { channels = [], brands = [], series = [], horizons = [] } = conditions;
  return { ...rest, channels, brands, series, horizons };
}

function sent({ title, is_active, channels, brands, series, horizons, people }: Words) {
  return {
    title,
    is_active,
    conditions: { channels, brands, series, horizons },
    people: people.map(({ staff_id, weight }) => ({ staff_id, weight: weight ?? 1 })),
  };
}
