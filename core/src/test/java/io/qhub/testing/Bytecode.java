package io.qhub.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

/** What ArchUnit does not keep of a class file: the order of instructions, and monitors. */
final class Bytecode {

    private static final String FLUX = "reactor/core/publisher/Flux";

    private Bytecode() {}

    /** The methods with a synchronized block. */
    static List<String> synchronizedBlocks(JavaClass type) {
        List<String> found = new ArrayList<>();
        read(type, method -> new MethodVisitor(SpringAsmInfo.ASM_VERSION) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.MONITORENTER) {
                    found.add(type.getName() + "." + method + " has a synchronized block");
                }
            }
        });
        return found;
    }

    /** The methods in which what follows a {@code Flux.interval(..)} is not {@code .take(1)}. */
    static List<String> freeRunningIntervals(JavaClass type) {
        List<String> found = new ArrayList<>();
        read(type, method -> new IntervalVisitor(type.getName() + "." + method, found));
        return found;
    }

    private interface Visitors {
        MethodVisitor of(String method);
    }

    private static void read(JavaClass type, Visitors visitors) {
        try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            new ClassReader(bytes)
                    .accept(
                            new ClassVisitor(SpringAsmInfo.ASM_VERSION) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access, String name, String descriptor, String signature, String[] thrown) {
                                    return visitors.of(name);
                                }
                            },
                            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class IntervalVisitor extends MethodVisitor {

        private enum Expected {
            ANYTHING,
            ONE,
            TAKE
        }

        private final String method;
        private final List<String> found;
        private Expected expected = Expected.ANYTHING;

        IntervalVisitor(String method, List<String> found) {
            super(SpringAsmInfo.ASM_VERSION);
            this.method = method;
            this.found = found;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (expected == Expected.TAKE
                    && owner.equals(FLUX)
                    && name.equals("take")
                    && descriptor.startsWith("(J)")) {
                expected = Expected.ANYTHING;
                return;
            }
            other();
            if (owner.equals(FLUX) && name.equals("interval")) {
                expected = Expected.ONE;
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (expected == Expected.ONE && opcode == Opcodes.LCONST_1) {
                expected = Expected.TAKE;
            } else {
                other();
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            other();
            for (Object argument : arguments) {
                if (argument instanceof Handle handle
                        && handle.getOwner().equals(FLUX)
                        && handle.getName().equals("interval")) {
                    report();
                }
            }
        }

        private void other() {
            if (expected != Expected.ANYTHING) {
                report();
                expected = Expected.ANYTHING;
            }
        }

        private void report() {
            found.add(method + " uses Flux.interval without taking one tick of it");
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            other();
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            other();
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            other();
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            other();
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            other();
        }

        @Override
        public void visitLdcInsn(Object value) {
            other();
        }

        @Override
        public void visitIincInsn(int index, int increment) {
            other();
        }
    }
}
