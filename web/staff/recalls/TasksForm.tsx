// Making the tasks of a recall: a call for each customer whose cars are to be told of it.
import { DatePicker, Form, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/client';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { FormDrawer } from '../settings/FormDrawer';
import { DAY } from './RecallForm';

const WAYS = ['advisor', 'consultant', 'person'] as const;
const USUAL_DAYS = 7;

interface TaskWords {
  assign_to: (typeof WAYS)[number];
  staff_id?: string | null;
  due_on: Dayjs;
}

interface TasksFormProps {
  recallId: string;
  storeId: string | undefined;
  onClose: () => void;
}

export function TasksForm({ recallId, storeId, onClose }: TasksFormProps) {
  const { t } = useTranslation();
  return (
    <FormDrawer<TaskWords>
      title={t('recall.tasks.title')}
      initial={{ assign_to: 'advisor', due_on: dayjs().add(USUAL_DAYS, 'day') }}
      touches={[['recalls', recallId]]}
      onClose={onClose}
      above={<p className="second">{t('recall.tasks.hint')}</p>}
      submit={({ assign_to, staff_id, due_on }) =>
        api.post(`/recalls/${recallId}/tasks`, {
          assign_to,
          staff_id: staff_id ?? null,
          due_on: due_on.format(DAY),
          store_id: storeId ?? null,
        })
      }
    >
      <Form.Item name="assign_to" label={t('recall.tasks.assignTo')}>
        <Select options={WAYS.map((way) => ({ value: way, label: t(`recall.tasks.${way}`) }))} />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(before, after) => before.assign_to !== after.assign_to}>
        {({ getFieldValue }) => {
          const isOne = getFieldValue('assign_to') === 'person';
          return (
            <Form.Item
              name="staff_id"
              label={isOne ? t('recall.tasks.staff') : t('recall.tasks.fallback')}
              extra={isOne ? undefined : t('recall.tasks.fallbackHint')}
              rules={isOne ? [{ required: true, message: t('recall.form.missing') }] : []}
            >
              <StaffSelect allowClear />
            </Form.Item>
          );
        }}
      </Form.Item>
      <Form.Item name="due_on" label={t('recall.tasks.due')}>
        <DatePicker format={DAY} allowClear={false} minDate={dayjs()} />
      </Form.Item>
    </FormDrawer>
  );
}
