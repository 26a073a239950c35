// A form in the side panel: sends its words, shows what the server refuses at the fields, closes when it is done.
import type { QueryKey } from '@tanstack/react-query';
import { Button, Form, type FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../shared/client';
import { useIsPhone } from '../../shared/media';
import { useWrite } from '../../shared/queries';
import { CarefulDrawer } from '../../shared/ui/CarefulDrawer';
import '../../shared/ui/forms.css';
import { forgetFaults } from '../../shared/ui/formFaults';

interface FormDrawerProps<Words extends object> {
  title: string;
  initial: Partial<Words>;
  submit: (words: Words) => Promise<unknown>;
  /** The keys to read again. */
  touches: QueryKey[];
  onClose: () => void;
  /** Why nothing can be changed. */
  reason?: string | null | undefined;
  /** Stands above the form, for instance other deeds on the same record. */
  above?: ReactNode;
  width?: number;
  children: ReactNode;
}

export function FormDrawer<Words extends object>(props: FormDrawerProps<Words>) {
  const { title, initial, submit, touches, onClose, reason, above, width = 440, children } = props;
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [form] = Form.useForm<Words>();
  const send = useWrite<Words>({
    deed: submit,
    touches: () => touches,
    done: () => t('common.saved'),
    onDone: onClose,
    onProblem: (problem) => showAtFields(form, problem),
  });
  return (
    <CarefulDrawer
      open
      onClose={onClose}
      size={isPhone ? '100%' : width}
      title={title}
      footer={
        <div className="form-foot">
          {reason && <span className="muted">{reason}</span>}
          <div className="spring" />
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" disabled={Boolean(reason)} loading={send.isPending} onClick={() => form.submit()}>
            {t('settings.save')}
          </Button>
        </div>
      }
    >
      {above}
      <Form<Words>
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        initialValues={initial}
        requiredMark={false}
        disabled={Boolean(reason)}
        onFinish={(words) => send.mutate(words)}
      >
        {children}
      </Form>
    </CarefulDrawer>
  );
}

/** Puts the faults the server found at the fields they are about; false when none of them is in the form. */
export function showAtFields<Words extends object>(form: FormInstance<Words>, problem: Problem): boolean {
  const names = Object.keys(form.getFieldsValue(true));
  const faults = problem.errors.filter((error) => names.includes(error.field.split('.')[0] ?? ''));
  // The names are the form's own: they were just looked up in it.
  form.setFields(
    faults.map((error) => ({ name: error.field.split('.')[0], errors: [error.message] })) as Parameters<
      typeof form.setFields
    >[0],
  );
  return faults.length > 0;
}

/** Empty words as null, so that the server clears the field. */
export function orNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}
