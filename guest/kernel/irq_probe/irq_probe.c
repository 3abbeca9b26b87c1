// SPDX-License-Identifier: GPL-2.0
/*
 * irq_probe: takes the interrupt of one GPIO line with any of the five types, which user space cannot: its
 * interfaces have edges only. For tests, as root, through /dev/irq_probe:
 *
 *   echo LABEL OFFSET TYPE >/dev/irq_probe	TYPE is rising, falling, both, high or low
 *   echo LABEL OFFSET TYPE hold >/dev/irq_probe	the line stays masked after each interrupt, until ack
 *   echo ack >/dev/irq_probe			a level type: enables the interrupt again; hold: unmasks it
 *   echo off >/dev/irq_probe			gives interrupt and line back
 *   cat /dev/irq_probe				count N
 *
 * Each interrupt prints "irq_probe: offset N count M value V".
 */
#include <linux/fs.h>
#include <linux/gpio.h>
#include <linux/gpio/consumer.h>
#include <linux/gpio/driver.h>
#include <linux/interrupt.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/wait.h>

static const struct {
	const char *name;
	unsigned long flags;
	bool level;
} types[] = {
	{ "rising", IRQF_TRIGGER_RISING, false },
	{ "falling", IRQF_TRIGGER_FALLING, false },
	{ "both", IRQF_TRIGGER_RISING | IRQF_TRIGGER_FALLING, false },
	{ "high", IRQF_TRIGGER_HIGH, true },
	{ "low", IRQF_TRIGGER_LOW, true },
};

/* One line at a time, guarded by the mutex; what the handler changes is atomic. */
static DEFINE_MUTEX(probe_lock);
static bool active, level, hold;
static unsigned int offset, gpio;
static int irq;
static atomic_t count, waits_for_ack;
static DECLARE_WAIT_QUEUE_HEAD(acked);

/* A thread, since virtio-gpio sleeps to read a value. The line is masked while it runs (IRQF_ONESHOT). */
static irqreturn_t probe_thread(int number, void *unused)
{
	int seen = atomic_inc_return(&count);

	pr_info("irq_probe: offset %u count %d value %d\n", offset, seen,
		gpio_get_value_cansleep(gpio));
	if (!level && !hold)
		return IRQ_HANDLED;

	/* A level that stays would bring us back at once and for ever. */
	atomic_set(&waits_for_ack, 1);
	if (hold)
		wait_event(acked, atomic_read(&waits_for_ack) == 0);
	else
		disable_irq_nosync(number);
	return IRQ_HANDLED;
}

static int acknowledge(void)
{
	if (!active || atomic_xchg(&waits_for_ack, 0) == 0)
		return -EAGAIN;
	if (hold)
		wake_up(&acked);
	else
		enable_irq(irq);
	return 0;
}

static void stop(void)
{
	if (!active)
		return;
	/* No further interrupt, and the thread may end, which free_irq waits for. */
	hold = false;
	level = true;
	atomic_set(&waits_for_ack, 0);
	wake_up(&acked);
	free_irq(irq, NULL);
	gpio_free(gpio);
	active = false;
}

/* The line's number among all lines; an error when there is no such chip or line. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
static int find_line(const char *label, unsigned int at)
{
	struct gpio_device *chip = gpio_device_find_by_label(label);
	struct gpio_desc *line;

	if (!chip)
		return -ENODEV;
	line = gpio_device_get_desc(chip, at);
	gpio_device_put(chip);
	return IS_ERR(line) ? PTR_ERR(line) : desc_to_gpio(line);
}
#else
static int has_label(struct gpio_chip *chip, void *label)
{
	return chip->label && !strcmp(chip->label, label);
}

static int find_line(const char *label, unsigned int at)
{
	struct gpio_chip *chip = gpiochip_find((void *)label, has_label);

	if (!chip)
		return -ENODEV;
	return at < chip->ngpio ? chip->base + at : -EINVAL;
}
#endif

/* The line as an input, and its interrupt. */
static int take_line(unsigned long flags)
{
	int error = gpio_request(gpio, "irq_probe");

	if (error)
		return error;
	error = gpio_direction_input(gpio);
	if (!error) {
		irq = gpio_to_irq(gpio);
		error = irq < 0 ? irq : 0;
	}
	if (!error)
		error = request_threaded_irq(irq, NULL, probe_thread, flags | IRQF_ONESHOT,
					     "irq_probe", NULL);
	if (error)
		gpio_free(gpio);
	return error;
}

static int start(const char *label, const char *type)
{
	int number = find_line(label, offset), i, error;

	if (number < 0)
		return number;
	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(type, types[i].name))
			break;
	if (i == ARRAY_SIZE(types))
		return -EINVAL;

	gpio = number;
	level = types[i].level;
	atomic_set(&count, 0);
	atomic_set(&waits_for_ack, 0);
	error = take_line(types[i].flags);
	active = !error;
	return error;
}

static int obey(const char *text)
{
	char label[32], type[8], last[8];
	unsigned int wanted;
	int words;

	if (sysfs_streq(text, "ack"))
		return acknowledge();
	words = sscanf(text, "%31s %u %7s %7s", label, &wanted, type, last);
	if (!sysfs_streq(text, "off") && words != 3 && (words != 4 || strcmp(last, "hold")))
		return -EINVAL;
	stop();
	if (words < 3)
		return 0;
	offset = wanted;
	hold = words == 4;
	return start(label, type);
}

static ssize_t probe_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	char text[64];
	int error;

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, size))
		return -EFAULT;
	text[size] = '\0';
	mutex_lock(&probe_lock);
	error = obey(text);
	mutex_unlock(&probe_lock);
	return error ? error : size;
}

static ssize_t probe_read(struct file *file, char __user *to, size_t size, loff_t *at)
{
	char text[32];
	int length = scnprintf(text, sizeof(text), "count %d\n", atomic_read(&count));

	return simple_read_from_buffer(to, size, at, text, length);
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.read = probe_read,
	.write = probe_write,
	.llseek = default_llseek,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "irq_probe",
	.fops = &operations,
};

static int __init irq_probe_init(void)
{
	return misc_register(&device);
}

static void __exit irq_probe_exit(void)
{
	misc_deregister(&device);
	stop();
}

module_init(irq_probe_init);
module_exit(irq_probe_exit);
MODULE_DESCRIPTION("Takes a GPIO line's interrupt, for tests");
MODULE_LICENSE("GPL");
