// Kinds of personal data: to be chosen in a form, or shown as chips.
import { Select, type SelectProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../shared/ui/faces';
import { DATA_KINDS, SENSITIVE } from './books/fields';

export function PersonalKindSelect(props: Omit<SelectProps<string[]>, 'options' | 'mode'>) {
  const { t } = useTranslation();
  return (
    <Select<string[]>
      {...props}
      mode="multiple"
      optionFilterProp="label"
      options={DATA_KINDS.map((kind) => ({ value: kind, label: t(`privacy.kind.${kind}`) }))}
    />
  );
}

export function PersonalKindTags({ kinds }: { kinds: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <span className="chips">
      {kinds.map((kind) => (
        <Tag key={kind} tone={SENSITIVE.has(kind) ? 'amber' : 'slate'}>
          {t(`privacy.kind.${kind}`)}
        </Tag>
      ))}
    </span>
  );
}
