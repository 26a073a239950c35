// When exports need approval, how often an approved file may be fetched, and the watermark on pages.
import { useQuery } from '@tanstack/react-query';
import { Form, InputNumber, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ExportRulesView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { read } from '../../../shared/queries';
import { FormDrawer } from '../../settings/FormDrawer';

type Words = Omit<ExportRulesView, 'version' | 'can'>;

const LIMITS: [Exclude<keyof Words, 'shows_watermark'>, number, number][] = [
  ['masked_rows_free', 0, 1_000_000],
  ['whole_rows_free', 0, 1_000_000],
  ['days_to_approve', 1, 30],
  ['downloads_max', 1, 20],
];

export function ExportRulesForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data: rules } = useQuery(read<ExportRulesView>('/export-rules'));
  if (!rules) return null;
  const { version, can: _, ...initial } = rules;
  return (
    <FormDrawer<Words>
      title={t('privacy.exports.rules')}
      initial={initial}
      submit={(words) => api.put('/export-rules', words, { version })}
      touches={[['export-rules']]}
      onClose={onClose}
    >
      {LIMITS.map(([name, min, max]) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`privacy.exports.rule.${name}`)}
          extra={t(`privacy.exports.ruleHint.${name}`)}
        >
          <InputNumber min={min} max={max} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      ))}
      <Form.Item name="shows_watermark" label={t('privacy.exports.rule.shows_watermark')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDrawer>
  );
}
