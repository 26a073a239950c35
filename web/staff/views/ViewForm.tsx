// The form of a saved view: its name, colour, and who sees it.
import { Form, Input, Modal, Select, Switch } from 'antd';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SavedView, ViewDefinition } from '../../shared/api/types';
import { api } from '../../shared/client';
import { useWrite } from '../../shared/queries';
import { inkOf, TONES } from '../../shared/ui/faces';
import { forgetFaults } from '../../shared/ui/formFaults';
import { usePower, useSession } from '../session/session';

interface ViewWords {
  name: string;
  colour: string;
  is_shared: boolean;
  /** A store's id, or `GROUP`. */
  audience: string;
}

const GROUP = 'group';

interface ViewFormProps {
  about: SavedView['about'];
  definition: ViewDefinition;
  /** The view to change; without one a new view is made of the definition. */
  view: SavedView | null;
  isOpen: boolean;
  onClose: () => void;
  onCreated: (view: SavedView) => void;
}

export function ViewForm({ about, definition, view, isOpen, onClose, onCreated }: ViewFormProps) {
  const { t } = useTranslation();
  const { reason, mayInGroup } = usePower();
  const { stores } = useSession();
  const [form] = Form.useForm<ViewWords>();
  const save = useWrite<ViewWords, SavedView>({
    deed: ({ audience, ...words }) => {
      const body = words.is_shared ? { ...words, store_id: audience === GROUP ? null : audience } : words;
      return view
        ? api.patch<SavedView>(`/views/${view.id}`, body, { version: view.version })
        : api.post<SavedView>('/views', { about, definition, ...body });
    },
    touches: () => [['views']],
    done: () => t(view ? 'view.changed' : 'view.created'),
    onDone: (saved) => {
      onClose();
      if (!view) onCreated(saved);
    },
    onProblem: (problem) => {
      form.setFields(
        problem.errors.map(({ field, message }) => ({
          name: field === 'store_id' ? 'audience' : (field as keyof ViewWords),
          errors: [message],
        })),
      );
      return problem.errors.length > 0;
    },
  });
  const why = reason('share_views');
  const isShared = Form.useWatch('is_shared', form);
  const audiences = [
    ...(mayInGroup('share_views') ? [{ value: GROUP, label: t('view.wholeGroup') }] : []),
    ...stores.map((store) => ({ value: store.id, label: t('view.ofStore', { store: store.name }) })),
  ];
  // Of a view that somebody else shared further than one reaches oneself.
  const present = view?.is_shared ? (view.store?.id ?? GROUP) : undefined;
  if (present && !audiences.some(({ value }) => value === present)) {
    audiences.push({
      value: present,
      label: view?.store ? t('view.ofStore', { store: view.store.name }) : t('view.wholeGroup'),
    });
  }
  return (
    <Modal
      open={isOpen}
      title={t(view ? 'view.rename' : 'view.add')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      width={420}
    >
      <Form<ViewWords>
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={{
          ...(view ?? { name: '', colour: 'blue', is_shared: false }),
          audience: present ?? audiences[0]?.value ?? GROUP,
        }}
        onFinish={(words) => save.mutate(words)}
      >
        <Form.Item
          name="name"
          label={t('view.name')}
          rules={[{ required: true, whitespace: true, message: t('view.nameMissing') }]}
        >
          <Input autoFocus maxLength={40} />
        </Form.Item>
        <Form.Item name="colour" label={t('view.colour')}>
          <ColourChoice />
        </Form.Item>
        <Form.Item
          name="is_shared"
          label={t('view.shared')}
          valuePropName="checked"
          extra={why ?? t('view.sharedHint')}
        >
          <Switch disabled={Boolean(why)} />
        </Form.Item>
        <Form.Item name="audience" label={t('view.audience')} hidden={!isShared}>
          <Select options={audiences} disabled={Boolean(why) || audiences.length < 2} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface ColourChoiceProps {
  id?: string;
  value?: string;
  onChange?: (colour: string) => void;
}

/** The seven colours of views and tags. */
export function ColourChoice({ id, value, onChange }: ColourChoiceProps) {
  const { t } = useTranslation();
  return (
    <div id={id} className="colour-choice" role="radiogroup" aria-label={t('view.colour')}>
      {TONES.map((tone) => (
        <button
          key={tone}
          type="button"
          role="radio"
          aria-checked={tone === value}
          aria-label={t(`colour.${tone}`)}
          style={{ background: inkOf(tone) }}
          onClick={() => onChange?.(tone)}
        >
          {tone === value && <Check size={13} />}
        </button>
      ))}
    </div>
  );
}
