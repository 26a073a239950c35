// The form for a new task, in the side panel.
import { Button, DatePicker, Form, Input, Segmented, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewTask as NewTaskForm, Ref, TaskView } from '../../shared/api/types';
import { useIsPhone } from '../../shared/media';
import { CarefulDrawer } from '../../shared/ui/CarefulDrawer';
import { CustomerSelect } from '../../shared/ui/CustomerSelect';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { usePower, useSession } from '../session/session';
import { useTaskDeeds } from './deeds';
import { KINDS } from './kinds';
import { snoozePresets } from './times';

interface NewTaskProps {
  isOpen: boolean;
  onClose: () => void;
  /** The customer it is about, when that is clear. */
  customer?: Ref;
  /** The car it is about, when that is clear. */
  vehicle?: Ref;
  /** The day it is due on, when that is clear. */
  day?: Date | undefined;
}

interface Words {
  title: string;
  kind: NewTaskForm['kind'];
  due_at: Dayjs;
  priority: TaskView['priority'];
  customer_id?: string | null;
  vehicle_id?: string | null;
  assignee_id?: string | null;
  note?: string;
}

export function NewTask({ isOpen, onClose, ...about }: NewTaskProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  return (
    <CarefulDrawer open={isOpen} onClose={onClose} size={isPhone ? '100%' : 440} title={t('tasks.new')} destroyOnHidden>
      {isOpen && <NewTaskBody onClose={onClose} {...about} />}
    </CarefulDrawer>
  );
}

function NewTaskBody({ onClose, customer, vehicle, day }: Omit<NewTaskProps, 'isOpen'>) {
  const { t } = useTranslation();
  const { staff } = useSession();
  const { reason } = usePower();
  const deeds = useTaskDeeds();
  const [form] = Form.useForm<Words>();
  const [isSending, setSending] = useState(false);
  const presets = snoozePresets().filter(({ key }) => key !== 'hour');
  const submit = async (words: Words) => {
    const { title, kind, due_at, priority, customer_id, vehicle_id, assignee_id, note } = words;
    setSending(true);
    const form: NewTaskForm = {
      title: title.trim(),
      kind,
      due_at: due_at.toISOString(),
      priority,
      ...(customer_id ? { customer_id } : {}),
      ...(vehicle_id ? { vehicle_id } : {}),
      ...(assignee_id ? { assignee_id } : {}),
      ...(note?.trim() ? { note: note.trim() } : {}),
    };
    const created = await deeds.create(form);
    setSending(false);
    if (created) onClose();
  };
  const initial = {
    kind: 'call',
    priority: 'normal',
    due_at: dayjs(day ? new Date(day.getFullYear(), day.getMonth(), day.getDate(), 10) : presets[0]?.until),
    assignee_id: staff.id,
    customer_id: customer?.id ?? null,
    vehicle_id: vehicle?.id ?? null,
  };
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={initial}
      requiredMark={false}
      onFinish={(words) => void submit(words)}
    >
      <Form.Item
        name="title"
        label={t('tasks.title')}
        rules={[{ required: true, whitespace: true, message: t('tasks.titleMissing') }]}
      >
        <Input autoFocus maxLength={200} placeholder={t('tasks.titleHint')} />
      </Form.Item>
      <Form.Item name="kind" label={t('tasks.kindLabel')}>
        <Select options={KINDS.map((kind) => ({ value: kind, label: t(`tasks.kind.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="due_at" label={t('tasks.due')} rules={[{ required: true, message: t('tasks.dueMissing') }]}>
        <DatePicker showTime={{ format: 'HH:mm', minuteStep: 5 }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
      </Form.Item>
      <div className="due-presets">
        {presets.map(({ key, until }) => (
          <button key={key} type="button" onClick={() => form.setFieldValue('due_at', dayjs(until))}>
            {t(`tasks.preset.${key}`)}
          </button>
        ))}
      </div>
      <Form.Item name="customer_id" label={t('tasks.customer')}>
        <CustomerSelect known={customer ?? null} aria-label={t('tasks.customer')} />
      </Form.Item>
      {vehicle && (
        <Form.Item name="vehicle_id" label={t('tasks.vehicle')}>
          <Select
            allowClear
            placeholder={t('tasks.vehicleNone')}
            options={[{ value: vehicle.id, label: vehicle.name }]}
          />
        </Form.Item>
      )}
      <Form.Item name="assignee_id" label={t('tasks.assignee')} extra={reason('assign_tasks')}>
        <StaffSelect known={staff} disabled={reason('assign_tasks') !== null} />
      </Form.Item>
      <Form.Item name="priority" label={t('tasks.priorityLabel')}>
        <Segmented
          options={(['low', 'normal', 'high'] as const).map((one) => ({
            value: one,
            label: t(`tasks.priority.${one}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t('tasks.note')}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isSending} block>
        {t('tasks.create')}
      </Button>
    </Form>
  );
}
